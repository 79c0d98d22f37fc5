package io.fallow.owner;

import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Holds of authorities (R5), of owners and of heirs: while one is in force, the account is neither recycled, cancelled nor released. */
public final class Holds {

    private static final String ADD = Sql.named("owner/add-hold");
    private static final String BE_PATIENT = Sql.named("owner/be-patient");
    private static final String TAKE = Sql.named("owner/take-account");
    private static final String RELEASE = Sql.named("owner/release-hold");
    private static final String LIST = Sql.named("owner/list-holds");

    private final JdbcClient jdbc;
    private final LookUp lookUp;
    private final TransactionTemplate transaction;

    public Holds(JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.lookUp = lookUp;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a hold is for. */
    public enum Kind {
        /** Ordered by an authority. */
        LEGAL_HOLD,
        /** Kept in memory of its owner, by their own will or that of their heirs. */
        MEMORIAL,
        /** Wished by its owner. */
        KEEP
    }

    /**
     * A hold to be placed.
     *
     * @param why on whose order or wish, and why
     * @param until the last date on which it is in force; null: until it is ended
     */
    public record Order(
            Kind kind, String why, String by, @Nullable LocalDate until) {}

    /**
     * A hold.
     *
     * @param until the last date on which it is in force; null: until it is ended
     * @param inForce neither ended nor over on the date asked about
     * @param releasedFor why it was ended
     */
    public record Hold(
            long hold,
            String account,
            Kind kind,
            String detail,
            String placedBy,
            OffsetDateTime placedAt,
            @Nullable LocalDate until,
            boolean inForce,
            @Nullable String releasedBy,
            @Nullable String releasedFor,
            @Nullable OffsetDateTime releasedAt) {}

    /**
     * @return the hold's number
     * @throws AccountException when the account exists nowhere
     */
    public long place(String accountId, Order order) {
        if (order.why.isBlank() || order.by.isBlank()) {
            throw new AccountException(accountId, "a hold must say who placed it and what for");
        }
        lookUp.requireKnown(accountId);
        Long hold = transaction.execute(status -> {
            jdbc.sql(BE_PATIENT).query().singleRow();
            jdbc.sql(TAKE).param("accountId", accountId).query(String.class).optional();
            return jdbc.sql(ADD)
                    .param("accountId", accountId)
                    .param("kind", order.kind.name())
                    .param("detail", order.why)
                    .param("by", order.by)
                    .param("until", order.until)
                    .query(Long.class)
                    .single();
        });
        return hold == null ? -1 : hold;
    }

    /**
     * Ends a hold; its row stays as history.
     *
     * @return whether there was such a hold, not ended before
     */
    public boolean release(long hold, String why, String by) {
        if (why.isBlank() || by.isBlank()) {
            throw AccountException.saying("hold " + hold + ": who ends it and why must be said");
        }
        return jdbc.sql(RELEASE)
                        .param("holdId", hold)
                        .param("why", why)
                        .param("by", by)
                        .update()
                == 1;
    }

    /**
     * Those in force first.
     *
     * @param accountId null: of all accounts
     * @param ended whether those are listed too that were ended, or are over on the date
     */
    public List<Hold> list(@Nullable String accountId, boolean ended, LocalDate on) {
        if (accountId != null) {
            lookUp.requireKnown(accountId);
        }
        return jdbc.sql(LIST)
                .param("accountId", accountId)
                .param("ended", ended)
                .param("on", on)
                .query((row, number) -> new Hold(
                        row.getLong(1),
                        row.getString(2),
                        Kind.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getObject(6, OffsetDateTime.class),
                        row.getObject(7, LocalDate.class),
                        row.getBoolean(8),
                        row.getString(9),
                        row.getString(10),
                        row.getObject(11, OffsetDateTime.class)))
                .list();
    }
}
