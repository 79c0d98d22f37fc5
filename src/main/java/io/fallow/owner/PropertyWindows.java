package io.fallow.owner;

import io.fallow.ledger.base.Sql;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Property windows (R7): through one the owner of a blocked account fetches what is theirs, and can do nothing else. */
public final class PropertyWindows {

    private static final String BE_PATIENT = Sql.named("owner/be-patient");
    private static final String OPEN = Sql.named("owner/open-window");
    private static final String USE = Sql.named("owner/use-window");
    private static final String LIST = Sql.named("owner/list-windows");

    /** How the database names its refusals, of which it alone knows the reasons. */
    private static final String REFUSED = "fallow_window";

    private final JdbcClient jdbc;
    private final LookUp lookUp;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public PropertyWindows(JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.lookUp = lookUp;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** A window just opened. */
    public record Opened(long window, String account, OffsetDateTime until) {}

    /** A window and what was done through it. */
    public record Window(
            long window,
            String account,
            OffsetDateTime openedAt,
            OffsetDateTime until,
            boolean open,
            String device,
            @Nullable String evidence,
            String openedBy,
            List<String> uses) {}

    /**
     * @param device the platform's word that the owner commonly used it before
     * @param evidence what else speaks for the owner
     * @throws AccountException when it is not blocked, holds nothing, or may not have another window (yet)
     */
    public Opened open(String accountId, String device, @Nullable String evidence, String by) {
        return refusable(
                accountId,
                () -> jdbc.sql(OPEN)
                        .param("accountId", accountId)
                        .param("device", device)
                        .param("evidence", evidence)
                        .param("by", by)
                        .param("now", now())
                        .query((row, number) ->
                                new Opened(row.getLong(1), accountId, row.getObject(2, OffsetDateTime.class)))
                        .single());
    }

    /**
     * Records what was done through the open window.
     *
     * @param operation one of the five that a window permits
     * @return the record's number
     * @throws AccountException when no window is open, or the operation is not permitted in it
     */
    public long record(String accountId, String operation, String reference, String by) {
        return refusable(
                accountId,
                () -> jdbc.sql(USE)
                        .param("accountId", accountId)
                        .param("operation", operation)
                        .param("reference", reference)
                        .param("by", by)
                        .param("now", now())
                        .query(Long.class)
                        .single());
    }

    /** The latest first; of all accounts when {@code accountId} is null. */
    public List<Window> list(@Nullable String accountId) {
        if (accountId != null) {
            lookUp.requireKnown(accountId);
        }
        return jdbc.sql(LIST)
                .param("accountId", accountId)
                .param("now", now())
                .query((row, number) -> new Window(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class),
                        row.getObject(4, OffsetDateTime.class),
                        row.getBoolean(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        List.of((String[]) row.getArray(9).getArray())))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private <T> T refusable(String accountId, Supplier<T> work) {
        lookUp.requireKnown(accountId);
        return lookUp.computed(
                accountId,
                () -> Refusal.of(
                        REFUSED,
                        () -> transaction.execute(status -> {
                            jdbc.sql(BE_PATIENT).query().singleRow();
                            return work.get();
                        })));
    }
}
