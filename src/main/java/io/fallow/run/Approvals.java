package io.fallow.run;

import io.fallow.ledger.base.Sql;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.Seals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people decide about a run: to let its plan go on although it is over a limit, or to give it up. */
public final class Approvals {

    private static final Logger log = LoggerFactory.getLogger(Approvals.class);

    private static final String APPROVE = Sql.named("run/approve-run");
    private static final String ABANDON = Sql.named("run/abandon-run");
    private static final String LATE_NOT_BY_STARTER = "run_late_is_not_accepted_by_who_started_it";
    private static final String NOT_BY_STARTER = "run_is_not_approved_by_who_started_it";

    private final JdbcClient jdbc;
    private final Runs runs;
    private final Seals seals;
    private final LateArrivals late;
    private final NightOwnership ownership;
    private final TransactionTemplate transaction;

    public Approvals(
            JdbcClient jdbc,
            Runs runs,
            Seals seals,
            LateArrivals late,
            NightOwnership ownership,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.seals = seals;
        this.late = late;
        this.ownership = ownership;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Approves the plan that the run awaits approval for; {@code rerun} then goes on.
     *
     * @throws UsageException when it awaits none, or was started by the same person
     */
    public Run approve(long runId, String by, String reason) {
        UsageException.requireText("--by", by);
        UsageException.requireText("--reason", reason);
        Run run = require(runId);
        if (run.status() != Run.Status.AWAITING_APPROVAL) {
            throw new UsageException("run " + runId + " of " + run.businessDate() + " is " + run.status()
                    + "; there is nothing to approve");
        }
        try {
            jdbc.sql(APPROVE)
                    .param("runId", runId)
                    .param("by", by)
                    .param("reason", reason)
                    .update();
        } catch (DataIntegrityViolationException e) {
            if (Failures.oneLine(e).contains(NOT_BY_STARTER)) {
                throw new UsageException("run " + runId + " was started by " + run.startedBy()
                        + ", who cannot approve it; somebody else must (--by NAME)");
            }
            throw e;
        }
        return require(runId);
    }

    /**
     * Lets the run's late arrivals in, exactly those that it has now; {@code rerun} then goes on.
     *
     * @return how many
     * @throws UsageException when the run has not stopped for its inputs, has none, or was started by the same person
     */
    public long acceptLate(long runId, String by, String reason) {
        UsageException.requireText("--by", by);
        UsageException.requireText("--reason", reason);
        Run run = require(runId);
        try {
            long accepted = late.accept(runId, by, reason)
                    .orElseThrow(() -> new UsageException("run " + runId + " of " + run.businessDate() + " is "
                            + run.status() + "; it has not stopped for its inputs"));
            if (accepted == 0) {
                throw new UsageException("run " + runId + " of " + run.businessDate()
                        + " has no late arrivals that somebody would have to accept");
            }
            log.info("run {} of {}: {} late arrivals are accepted by {}", runId, run.businessDate(), accepted, by);
            return accepted;
        } catch (DataIntegrityViolationException e) {
            if (Failures.oneLine(e).contains(LATE_NOT_BY_STARTER)) {
                throw new UsageException("run " + runId + " was started by " + run.startedBy()
                        + ", who cannot accept its inputs; somebody else must (--by NAME)");
            }
            throw e;
        }
    }

    /**
     * Gives the run up, and seals what it has decided: thresholds are cumulative, so the next night makes good what it left.
     *
     * @throws UsageException when it is completed or was abandoned before
     * @throws RunInProgressException when it is alive
     */
    public Run abandon(long runId, String by, String reason) {
        UsageException.requireText("--by", by);
        UsageException.requireText("--reason", reason);
        Run run = require(runId);
        try (NightOwnership.Hold night = ownership.take()) {
            String seal = transaction.execute(status -> abandon(run, by, reason));
            log.info("run {} of {} is abandoned by {}, seal {}", runId, run.businessDate(), by, seal);
        }
        return require(runId);
    }

    /** @return the seal */
    private String abandon(Run run, String by, String reason) {
        int abandoned = jdbc.sql(ABANDON)
                .param("runId", run.runId())
                .param("by", by)
                .param("reason", reason)
                .update();
        if (abandoned != 1) {
            throw new UsageException("run " + run.runId() + " of " + run.businessDate() + " is " + run.status()
                    + "; it cannot be abandoned");
        }
        return seals.seal(Sealed.ofRun(run.runId(), run.businessDate()));
    }

    private Run require(long runId) {
        return runs.byId(runId)
                .orElseThrow(() -> new UsageException("there is no run " + runId + "; `fallow runs` lists them"));
    }
}
