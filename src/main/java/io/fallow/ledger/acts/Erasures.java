package io.fallow.ledger.acts;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.ActRules.ErasureRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the platform is to erase of released accounts, and whether it says that it did. */
public final class Erasures {

    private static final String ASK = Sql.named("step/releaseQuarantined/ask-erasure");
    private static final String REMIND = Sql.named("step/chaseErasures/remind");
    private static final String LIST = Sql.named("ledger/acts/list-erasures");
    private static final String CONFIRM = Sql.named("ledger/acts/confirm-erasure");

    private final JdbcClient jdbc;

    public Erasures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is to be erased of an account.
     *
     * @param remindOn when the platform is reminded, or would have been
     * @param reminders how often it was
     */
    public record Erasure(
            String account,
            LocalDate askedOn,
            LocalDate remindOn,
            int reminders,
            List<String> fields,
            String legalBasis,
            @Nullable OffsetDateTime confirmedAt,
            @Nullable String confirmedBy,
            @Nullable String reference) {}

    /** Of accounts that were just RELEASED, in the same transaction. */
    public void ask(Night night, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        ErasureRules rules = night.policy().acts().erasure();
        jdbc.sql(ASK)
                .param("ids", ids.toArray(String[]::new))
                .param("businessDate", night.businessDate())
                .param("remindOn", night.businessDate().plus(rules.confirmWithin()))
                .param("runId", night.runId())
                .param("fields", rules.fields().toArray(String[]::new))
                .param("legalBasis", rules.legalBasis())
                .query(Long.class)
                .single();
    }

    /** @return of how many overdue erasures the platform was reminded, {@code atMost} at once */
    public long remind(Night night, int atMost) {
        return jdbc.sql(REMIND)
                .param("businessDate", night.businessDate())
                .param(
                        "remindOn",
                        night.businessDate()
                                .plus(night.policy().acts().erasure().confirmWithin()))
                .param("runId", night.runId())
                .param("atMost", atMost)
                .query(Long.class)
                .single();
    }

    /**
     * Those that are not confirmed, the oldest first.
     *
     * @param accountId null: of all accounts
     * @param confirmed whether the others are listed too
     */
    public List<Erasure> list(@Nullable String accountId, boolean confirmed) {
        return jdbc.sql(LIST)
                .param("accountId", accountId)
                .param("confirmed", confirmed)
                .query((row, number) -> new Erasure(
                        row.getString(1),
                        row.getObject(2, LocalDate.class),
                        row.getObject(3, LocalDate.class),
                        row.getInt(4),
                        List.of((String[]) row.getArray(5).getArray()),
                        row.getString(6),
                        row.getObject(7, OffsetDateTime.class),
                        row.getString(8),
                        row.getString(9)))
                .list();
    }

    /** @throws org.springframework.dao.DataAccessException with the constraint name fallow_erasure when there is nothing to confirm */
    public void confirm(String accountId, String reference, String by, Instant now) {
        jdbc.sql(CONFIRM)
                .param("accountId", accountId)
                .param("reference", reference)
                .param("by", by)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(row -> {});
    }
}
