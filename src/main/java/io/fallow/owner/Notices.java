package io.fallow.owner;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What owners are told, and whether it reached them (R8, R10). */
public final class Notices {

    private static final String BE_PATIENT = Sql.named("owner/be-patient");
    private static final String ISSUED = Sql.named("owner/list-notices-of");
    private static final String DUE = Sql.named("owner/list-notices-due");
    private static final String REPORT = Sql.named("owner/report-notice");

    /** How the database names its refusals, of which it alone knows the reasons. */
    private static final String REFUSED = "fallow_notice";

    private final JdbcClient jdbc;
    private final LookUp lookUp;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public Notices(JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.lookUp = lookUp;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * A notice that went out.
     *
     * @param number of the notices before recycling; null for the other kinds
     * @param delivery UNREPORTED, DELIVERED, OPENED or BOUNCED
     * @param counts whether it still warns of what lies ahead
     */
    public record Issued(
            String account,
            NoticeKind kind,
            @Nullable Integer number,
            LocalDate issuedOn,
            LocalDate recycleOn,
            String delivery,
            boolean counts,
            @Nullable String cohort) {}

    /** The notice that goes out next, if nothing about the account changes. */
    public record Due(String account, int number, LocalDate dueOn, LocalDate recycleOn, String cohort) {}

    /** Of one account, oldest first. */
    public List<Issued> issued(String accountId) {
        lookUp.requireKnown(accountId);
        return jdbc.sql(ISSUED)
                .param("accountId", accountId)
                .query((row, number) -> new Issued(
                        row.getString(1),
                        NoticeKind.valueOf(row.getString(2)),
                        row.getObject(3, Integer.class),
                        row.getObject(4, LocalDate.class),
                        row.getObject(5, LocalDate.class),
                        row.getString(6),
                        row.getBoolean(7),
                        row.getString(8)))
                .list();
    }

    /** The next to go out, at most {@code limit} of them; of all accounts when {@code accountId} is null. */
    public List<Due> due(@Nullable String accountId, int limit) {
        return jdbc.sql(DUE)
                .param("accountId", accountId)
                .param("limit", limit)
                .query((row, number) -> new Due(
                        row.getString(1),
                        row.getInt(2),
                        row.getObject(3, LocalDate.class),
                        row.getObject(4, LocalDate.class),
                        row.getString(5)))
                .list();
    }

    /**
     * Records what became of a notice.
     *
     * @param outcome delivered, bounced or opened
     * @param at when that was; null: now
     * @param reference which message it was
     * @return false when that very report was there already
     * @throws AccountException when no such notice was issued, or the outcome is unknown
     */
    public boolean report(
            String accountId, int number, String outcome, @Nullable OffsetDateTime at, String reference, String by) {
        lookUp.requireKnown(accountId);
        try {
            Boolean isNew = transaction.execute(status -> {
                jdbc.sql(BE_PATIENT).query().singleRow();
                return jdbc.sql(REPORT)
                        .param("accountId", accountId)
                        .param("number", number)
                        .param("outcome", outcome.toUpperCase(Locale.ROOT))
                        .param("at", at == null ? clock.instant().atOffset(ZoneOffset.UTC) : at)
                        .param("reference", reference)
                        .param("by", by)
                        .query(Boolean.class)
                        .single();
            });
            return Boolean.TRUE.equals(isNew);
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            ServerErrorMessage said = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
            if (said != null && REFUSED.equals(said.getConstraint())) {
                throw AccountException.saying(String.valueOf(said.getMessage()));
            }
            throw e;
        }
    }
}
