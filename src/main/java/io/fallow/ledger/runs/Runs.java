package io.fallow.ledger.runs;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.PolicyReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The runs, one a business date, and the policies they were decided by. */
public final class Runs {

    private static final String OF_DATE = Sql.named("ledger/runs/find-run-of-date");
    private static final String BY_ID = Sql.named("ledger/runs/find-run");
    private static final String RECENT = Sql.named("ledger/runs/find-recent-runs");
    private static final String UNFINISHED = Sql.named("ledger/runs/find-unfinished-run");
    private static final String DATABASE_CLOCK = Sql.named("ledger/runs/read-database-clock");
    private static final String LATEST_BEGUN = Sql.named("ledger/runs/find-latest-begun");
    private static final String LAST_SWEEP = Sql.named("ledger/runs/find-last-full-sweep");
    private static final String LAST_COMPLETED = Sql.named("ledger/runs/find-last-completed-run");
    private static final String BEGIN = Sql.named("ledger/runs/begin-run");
    private static final String TAKE_OVER = Sql.named("ledger/runs/take-over-run");
    private static final String END = Sql.named("ledger/runs/end-run");
    private static final String COMPLETE = Sql.named("ledger/runs/complete-run");
    private static final String SET_ACCOUNTS = Sql.named("ledger/runs/set-accounts");
    private static final String FENCE = Sql.named("ledger/runs/check-fence");
    private static final String OWN = Sql.named("ledger/runs/own-run");
    private static final String WISH_STOP = Sql.named("ledger/runs/wish-stop");
    private static final String SAVE_POLICY = Sql.named("ledger/runs/save-policy");
    private static final String READ_POLICY = Sql.named("ledger/runs/read-policy");

    private static final RowMapper<Run> RUN = Runs::run;

    private final JdbcClient jdbc;

    public Runs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The database's own clock; nothing where a demo or a test brings its own. */
    public Optional<Instant> databaseClock() {
        return jdbc.sql(DATABASE_CLOCK)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    /** The latest run that counts as begun: one that was abandoned before it decided anything does not. */
    public Optional<Run> latestBegun() {
        return jdbc.sql(LATEST_BEGUN).query(RUN).optional();
    }

    /** The latest completed night. */
    public record LastCompleted(
            LocalDate businessDate,
            int policyVersion,
            @Nullable LocalDate fullSweepOn,
            @Nullable Long accounts) {}

    public Optional<Run> of(LocalDate businessDate) {
        return jdbc.sql(OF_DATE).param("businessDate", businessDate).query(RUN).optional();
    }

    public Optional<Run> byId(long runId) {
        return jdbc.sql(BY_ID).param("runId", runId).query(RUN).optional();
    }

    public List<Run> recent(int limit) {
        return jdbc.sql(RECENT).param("limit", limit).query(RUN).list();
    }

    /** The earliest run that is neither completed nor abandoned. */
    public Optional<Run> unfinished() {
        return jdbc.sql(UNFINISHED).query(RUN).optional();
    }

    /** A night that looked through all accounts. */
    public record LastSweep(long runId, LocalDate businessDate, Policy policy) {}

    /** The last that is completed. */
    public Optional<LastSweep> lastSweep() {
        return jdbc.sql(LAST_SWEEP)
                .query((row, number) ->
                        new LastSweep(row.getLong(1), row.getObject(2, LocalDate.class), policy(row.getInt(3))))
                .optional();
    }

    public Optional<LastCompleted> lastCompleted() {
        return jdbc.sql(LAST_COMPLETED)
                .query((row, number) -> new LastCompleted(
                        row.getObject(1, LocalDate.class),
                        row.getInt(2),
                        row.getObject(3, LocalDate.class),
                        row.getObject(4, Long.class)))
                .optional();
    }

    /**
     * @throws org.springframework.dao.DuplicateKeyException when the business date was begun already
     */
    public Run begin(LocalDate businessDate, int policyVersion, boolean fullSweep, String startedBy) {
        jdbc.sql(BEGIN)
                .param("businessDate", businessDate)
                .param("policyVersion", policyVersion)
                .param("fullSweep", fullSweep)
                .param("startedBy", startedBy)
                .query()
                .singleRow();
        return of(businessDate).orElseThrow();
    }

    /**
     * Continues a run under a new token; whoever had it before commits no more chunk.
     *
     * @param unscanned whether the run is still to look for idle accounts; under a changed policy it then looks through all
     */
    public Run takeOver(long runId, int policyVersion, boolean unscanned) {
        jdbc.sql(TAKE_OVER)
                .param("runId", runId)
                .param("policyVersion", policyVersion)
                .param("unscanned", unscanned)
                .query(Integer.class)
                .single();
        return byId(runId).orElseThrow();
    }

    /** Says how a run ended that did not complete; nothing happens when it was taken over meanwhile. */
    public void end(long runId, int token, Run.Status status, @Nullable String error) {
        jdbc.sql(END)
                .param("runId", runId)
                .param("token", token)
                .param("status", status.name())
                .param("error", error)
                .update();
    }

    /**
     * @param report JSON
     * @throws StaleRunException when the run was taken over
     */
    public void complete(Night night, String report, long protectedCount, long recycledCount) {
        int completed = jdbc.sql(COMPLETE)
                .param("runId", night.runId())
                .param("token", night.token())
                .param("report", report)
                .param("protected", protectedCount)
                .param("recycled", recycledCount)
                .update();
        if (completed != 1) {
            throw new StaleRunException(night.runId());
        }
    }

    public void setAccounts(long runId, long accounts) {
        jdbc.sql(SET_ACCOUNTS).param("runId", runId).param("accounts", accounts).update();
    }

    /**
     * Holds the run for the rest of the transaction.
     *
     * @throws StaleRunException when it was taken over: nothing of this transaction may commit
     * @throws StopWishedException when somebody wished that it stops
     * @throws LostLockException when the session that held the night's lock has ended: nothing may commit until it is held again
     */
    public void checkFence(Night night) {
        Standing standing = jdbc.sql(FENCE)
                .param("runId", night.runId())
                .param("token", night.token())
                .query((row, number) -> new Standing(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
                .optional()
                .orElseThrow(() -> new StaleRunException(night.runId()));
        if (!standing.pinned) {
            throw new ForeignSessionException();
        }
        if (standing.stopWished) {
            throw new StopWishedException();
        }
        if (!standing.locked) {
            throw new LostLockException();
        }
    }

    private record Standing(boolean locked, boolean stopWished, boolean pinned) {}

    /**
     * Says which database session holds the night's lock for the run.
     *
     * @throws StaleRunException when the run was taken over
     */
    public void own(long runId, int token, int session) {
        int owned = jdbc.sql(OWN)
                .param("runId", runId)
                .param("token", token)
                .param("session", session)
                .update();
        if (owned != 1) {
            throw new StaleRunException(runId);
        }
    }

    /** Wishes that the run stops at its next transaction; nothing happens when it is not running. */
    public void wishStop(long runId, String by) {
        jdbc.sql(WISH_STOP).param("runId", runId).param("by", by).update();
    }

    /** @return the version of the policy, new if its text was never seen */
    public int save(Policy policy) {
        return jdbc.sql(SAVE_POLICY)
                .param("digest", policy.digest())
                .param("policy", policy.canonical())
                .param("windowOpenFor", policy.blocks().window().openFor().toSeconds())
                .param("windowReopen", policy.blocks().window().reopen().word())
                .param("windowCooldown", policy.blocks().window().cooldown().toSeconds())
                .param("zone", policy.zone().getId())
                .param("cancellationTerm", policy.acts().cancellationTerm().toString())
                .param("unsealMaxAttempts", policy.acts().unseal().maxAttempts())
                .param("unsealWithin", policy.acts().unseal().within().toSeconds())
                .query(Integer.class)
                .single();
    }

    public Policy policy(int version) {
        return PolicyReader.readStored(jdbc.sql(READ_POLICY)
                .param("version", version)
                .query(String.class)
                .single());
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        return new Run(
                row.getLong("run_id"),
                row.getObject("business_date", LocalDate.class),
                Run.Status.valueOf(row.getString("status")),
                row.getInt("token"),
                row.getInt("policy_version"),
                row.getBoolean("full_sweep"),
                row.getObject("accounts", Long.class),
                row.getObject("approved_execution", Long.class),
                row.getString("approved_by"),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class),
                row.getObject("finished_at", OffsetDateTime.class),
                row.getString("error"),
                row.getString("report"),
                row.getString("plan_summary"),
                row.getString("plan_digest"));
    }
}
