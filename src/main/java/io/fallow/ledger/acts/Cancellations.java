package io.fallow.ledger.acts;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Owners' requests to cancel their accounts (R8): taken, revoked, completed, lapsed. */
public final class Cancellations {

    private static final String REQUEST = Sql.named("ledger/acts/request-cancellation");
    private static final String REVOKE = Sql.named("ledger/acts/revoke-cancellation");
    private static final String LIST = Sql.named("ledger/acts/list-cancellations");
    private static final String COMPLETE = Sql.named("ledger/acts/complete-cancellations");
    private static final String WAITING = Sql.named("step/completeCancellations/find-waiting");
    private static final String GIVE_ROWS = Sql.named("step/completeCancellations/give-rows");
    private static final String MARK = Sql.named("step/completeCancellations/mark-settled");
    private static final String COUNT_SETTLED = Sql.named("step/completeCancellations/count-settled");
    private static final String ENDED = Sql.named("step/completeCancellations/find-ended");
    private static final String LOCK_ROWS = Sql.named("step/completeCancellations/lock-rows");
    private static final String LOCK_SETTLED = Sql.named("step/completeCancellations/lock-settled");
    private static final String LAPSE = Sql.named("step/completeCancellations/lapse");
    private static final String FIRST_SEEN = Sql.named("step/completeCancellations/count-first-seen");

    private final JdbcClient jdbc;
    private final Runs runs;

    public Cancellations(JdbcClient jdbc, Runs runs) {
        this.jdbc = jdbc;
        this.runs = runs;
    }

    /**
     * A pending request.
     *
     * @param expiresOn the last date on which it can be completed
     * @param method by which the owner was verified, with its reference and on whose word
     */
    public record Request(
            long request,
            String account,
            LocalDate requestedOn,
            LocalDate expiresOn,
            String method,
            String reference,
            String requestedBy) {}

    /** How a request ends tonight. */
    public enum Ending {
        /** Nothing was held against it, at a first look. */
        SETTLED,
        /** Its term is over. */
        LAPSED,
        /** The account was recycled anyhow. */
        OVERTAKEN
    }

    /** A request that ends tonight. */
    public record Ended(String accountId, Ending ending) implements Keyed {}

    /**
     * Takes a request.
     *
     * @throws org.springframework.dao.DataAccessException with the constraint name fallow_cancellation when it is refused
     */
    public void request(String accountId, String method, String reference, String by, Policy policy, Instant now) {
        jdbc.sql(REQUEST)
                .param("accountId", accountId)
                .param("method", method)
                .param("reference", reference)
                .param("by", by)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("policyVersion", runs.save(policy))
                .query()
                .singleRow();
    }

    /**
     * @return the request's number
     * @throws org.springframework.dao.DataAccessException with the constraint name fallow_cancellation when none is pending
     */
    public long revoke(String accountId, String by, Instant now) {
        return jdbc.sql(REVOKE)
                .param("accountId", accountId)
                .param("by", by)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /** Those pending, the oldest first; of all accounts when {@code accountId} is null. */
    public List<Request> pending(@Nullable String accountId) {
        return jdbc.sql(LIST)
                .param("accountId", accountId)
                .query((row, number) -> new Request(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, LocalDate.class),
                        row.getObject(4, LocalDate.class),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)))
                .list();
    }

    /** @return how many of the accounts, which are RECYCLED now, had a pending request; it is done */
    public int complete(List<String> ids, LocalDate on, String by) {
        return ids.isEmpty()
                ? 0
                : jdbc.sql(COMPLETE)
                        .param("ids", ids.toArray(String[]::new))
                        .param("on", on)
                        .param("by", by)
                        .update();
    }

    /** Accounts with a request whose term is not over, in the order of keys. */
    public List<String> waiting(Night night, @Nullable String after, int limit) {
        return jdbc.sql(WAITING)
                .param("businessDate", night.businessDate())
                .param("after", after)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /**
     * Marks requests as settled at a first look, and sees to it that their accounts have rows to lock.
     *
     * @param looked all that were looked at: those not settled lose the mark of an earlier attempt
     */
    public void mark(Night night, List<String> looked, List<String> settled) {
        String[] ids = settled.toArray(String[]::new);
        if (ids.length > 0) {
            jdbc.sql(GIVE_ROWS).param("ids", ids).query(Long.class).single();
        }
        run(MARK, night)
                .param("ids", looked.toArray(String[]::new))
                .param("settled", ids)
                .update();
    }

    public long countSettled(Night night) {
        return run(COUNT_SETTLED, night).query(Long.class).single();
    }

    /** Requests that end tonight, in the order of keys. */
    public List<Ended> ended(Night night, @Nullable String after, int limit) {
        return run(ENDED, night)
                .param("businessDate", night.businessDate())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new Ended(row.getString(1), Ending.valueOf(row.getString(2))))
                .list();
    }

    /** @return the accounts whose lifecycle rows are now locked, in key order */
    public List<String> lockRows(List<String> ids) {
        return jdbc.sql(LOCK_ROWS)
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** @return of accounts with locked rows those whose settled request is still pending; it is now locked too */
    public List<String> lockSettled(Night night, List<String> locked) {
        return run(LOCK_SETTLED, night)
                .param("ids", locked.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** @return how many lapsed; not those whose rows exist and are not among the locked */
    public long lapse(Night night, List<String> ids, List<String> locked) {
        if (ids.isEmpty()) {
            return 0;
        }
        return run(LAPSE, night)
                .param("businessDate", night.businessDate())
                .param("ids", ids.toArray(String[]::new))
                .param("locked", locked.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** How many of the accounts the run has not looked at, and so not counted, yet. */
    public long countFirstSeen(Night night, Set<String> ids) {
        return run(FIRST_SEEN, night)
                .param("businessDate", night.businessDate())
                .param("ids", ids.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private StatementSpec run(String sql, Night night) {
        return jdbc.sql(sql).param("runId", night.runId());
    }
}
