package io.fallow.run;

import io.fallow.job.chunk.Nights;
import io.fallow.job.step.Reporting;
import io.fallow.job.step.ScanIdleAccounts;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.StaleRunException;
import io.fallow.lifecycle.Policy;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.dao.DataAccessException;

/** Makes nights done: begins them, continues what failed, was stopped or was killed, and says how they ended. */
public final class NightRunner {

    private static final Logger log = LoggerFactory.getLogger(NightRunner.class);

    private final NightOwnership ownership;
    private final Runs runs;
    private final Reporting reporting;
    private final DeadExecutions dead;
    private final JobOperator operator;
    private final Job job;
    private final Settings settings;
    private final Clock clock;

    public NightRunner(
            NightOwnership ownership,
            Runs runs,
            Reporting reporting,
            DeadExecutions dead,
            JobOperator operator,
            Job job,
            Settings settings,
            Clock clock) {
        this.ownership = ownership;
        this.runs = runs;
        this.reporting = reporting;
        this.dead = dead;
        this.operator = operator;
        this.job = job;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes the night of a date done: starts it, or continues it; an unfinished earlier night is finished first.
     *
     * @param date today in the policy's zone when null
     * @throws UsageException when the date lies in the future, or before a night that was begun
     * @throws RunInProgressException when another process is at it
     * @throws StaleRunException when another process has taken the night over from this one
     */
    public NightResult run(@Nullable LocalDate date, Policy policy) {
        BusinessDates dates = new BusinessDates(runs, clock);
        LocalDate businessDate = dates.require(date, policy);
        Optional<Run> done = runs.of(businessDate).filter(run -> run.status() == Run.Status.COMPLETED);
        if (done.isPresent()) {
            return stored(done.get());
        }
        try (NightOwnership.Hold night = ownership.take()) {
            Optional<Run> earlier =
                    runs.unfinished().filter(run -> run.businessDate().isBefore(businessDate));
            while (earlier.isPresent()) {
                log.info(
                        "the night of {} is unfinished and comes first",
                        earlier.get().businessDate());
                NightResult result = resume(earlier.get(), policy);
                if (result.report().status() != Run.Status.COMPLETED) {
                    return result;
                }
                earlier = runs.unfinished().filter(run -> run.businessDate().isBefore(businessDate));
            }
            Optional<Run> run = runs.of(businessDate);
            if (run.isPresent() && run.get().status() == Run.Status.COMPLETED) {
                return stored(run.get());
            }
            dates.requireNotBegunAndLeft(businessDate, run);
            return run.isPresent() ? resume(run.get(), policy) : launch(begin(businessDate, policy));
        }
    }

    /**
     * Continues the run where it stopped.
     *
     * @throws UsageException when there is nothing to continue
     * @throws RunInProgressException when another process is at it
     * @throws StaleRunException when another process has taken the night over from this one
     */
    public NightResult rerun(Run run, Policy policy) {
        if (run.status() == Run.Status.COMPLETED) {
            throw new UsageException(
                    "run " + run.runId() + " of " + run.businessDate() + " is completed, there is nothing to rerun");
        }
        if (run.status() == Run.Status.ABANDONED) {
            throw new UsageException("run " + run.runId() + " of " + run.businessDate()
                    + " was abandoned; the next night makes good what it left");
        }
        try (NightOwnership.Hold night = ownership.take()) {
            Optional<Run> earlier =
                    runs.unfinished().filter(other -> other.businessDate().isBefore(run.businessDate()));
            if (earlier.isPresent()) {
                throw new UsageException("run " + earlier.get().runId() + " of "
                        + earlier.get().businessDate() + " is unfinished and comes first; rerun or abandon it");
            }
            Run now = runs.byId(run.runId()).orElseThrow();
            if (now.status() == Run.Status.COMPLETED) {
                return stored(now); // by another process, since the caller looked
            }
            return resume(now, policy);
        }
    }

    private Run begin(LocalDate businessDate, Policy policy) {
        int version = runs.save(policy);
        Run run = runs.begin(
                businessDate,
                version,
                new FullSweeps(runs, settings.fullSweepEvery()).isDue(businessDate, policy),
                settings.operator());
        dead.forget(Nights.parameters(run));
        log.info(
                "run {} of {} begins, policy version {}{}",
                run.runId(),
                businessDate,
                version,
                run.fullSweep() ? ", full sweep" : "");
        return run;
    }

    private NightResult resume(Run run, Policy policy) {
        int version = runs.save(policy);
        boolean unapproved = run.status() == Run.Status.AWAITING_APPROVAL && run.approvedExecution() == null;
        if (unapproved && run.policyVersion() == version) {
            return ended(run, run.status(), "run " + run.runId() + " awaits approval");
        }
        boolean unscanned = !dead.hasCompleted(Nights.parameters(run), ScanIdleAccounts.NAME);
        Run taken = takeOver(run, version, unscanned);
        log.info("run {} of {} continues", run.runId(), run.businessDate());
        return launch(taken);
    }

    /** A chunk holds the run until it ends: that of a process which lost the lock, but not yet all its sessions, is not waited for. */
    private Run takeOver(Run run, int version, boolean unscanned) {
        try {
            return runs.takeOver(run.runId(), version, unscanned);
        } catch (RuntimeException e) {
            throw RunLock.isHeldUp(e) ? ownership.heldUp() : e;
        }
    }

    /** Must own the lock: whatever this run's executions say, nobody is running them. */
    private NightResult launch(Run run) {
        JobExecution execution;
        try {
            ownership.declare(run);
            dead.bury(Nights.parameters(run));
            execution = operator.start(job, Nights.parameters(run));
        } catch (JobExecutionException | RuntimeException e) {
            requireStillOurs(run);
            end(run, Run.Status.FAILED, Failures.oneLine(e));
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
        try {
            Run now = requireStillOurs(run);
            return switch (now.status()) {
                case COMPLETED -> completed(now);
                case AWAITING_APPROVAL -> ended(now, now.status(), "run " + run.runId() + " awaits approval");
                default -> notCompleted(now, execution);
            };
        } catch (DataAccessException e) {
            // the database is gone: what is known of the night is what this process still knows
            throw new NightFailedException(Failures.problem(execution), e);
        }
    }

    private NightResult completed(Run run) {
        RunReport report = RunReport.fromJson(String.valueOf(run.report()));
        log.info("run {} of {} is completed, seal {}", run.runId(), run.businessDate(), report.seal());
        return new NightResult(report, false, null, null);
    }

    /** Whatever became of the run since it was taken over is another process's doing, and its alone to tell. */
    private Run requireStillOurs(Run run) {
        Run now = runs.byId(run.runId()).orElseThrow();
        if (now.token() != run.token()) {
            throw new StaleRunException(run.runId());
        }
        return now;
    }

    private NightResult notCompleted(Run run, JobExecution execution) {
        List<Throwable> errors = execution.getAllFailureExceptions();
        boolean unsafe = errors.stream().anyMatch(NightRunner::isUnsafe);
        Run.Status status = unsafe
                ? Run.Status.UNSAFE_INPUTS
                : execution.getStatus() == BatchStatus.STOPPED ? Run.Status.STOPPED : Run.Status.FAILED;
        String problem =
                status == Run.Status.STOPPED ? "run " + run.runId() + " was stopped" : Failures.problem(execution);
        runs.end(run.runId(), run.token(), status, problem);
        return ended(run, status, problem);
    }

    /** What cannot be read cannot be told from nothing held. */
    private static boolean isUnsafe(Throwable error) {
        return Failures.find(error, UnsafeInputsException.class) != null || Failures.isUnreadableContract(error);
    }

    private void end(Run run, Run.Status status, String problem) {
        try {
            runs.end(run.runId(), run.token(), status, problem);
        } catch (DataAccessException e) {
            log.debug("how the run ended could not be written", e);
        }
    }

    private NightResult stored(Run run) {
        return new NightResult(RunReport.fromJson(String.valueOf(run.report())), true, null, null);
    }

    private NightResult ended(Run run, Run.Status status, String problem) {
        RunReport report =
                reporting.report(run, status, dead.instanceOf(Nights.parameters(run)), new TreeMap<>(), null);
        PlanSummary plan = status == Run.Status.AWAITING_APPROVAL && run.planSummary() != null
                ? PlanSummary.fromJson(run.planSummary())
                : null;
        return new NightResult(report, false, problem, plan);
    }
}
