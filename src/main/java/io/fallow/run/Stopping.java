package io.fallow.run;

import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stops a night that another process runs: leaves the wish in the database, where each of its transactions looks. */
public final class Stopping {

    private static final String OWNER = Sql.named("run/find-run-lock-owner");
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    private final JdbcClient jdbc;
    private final Runs runs;

    Stopping(JdbcClient jdbc, Runs runs) {
        this.jdbc = jdbc;
        this.runs = runs;
    }

    /**
     * How the wish went.
     *
     * @param run as it is now; null when no night was running
     * @param ended whether nothing is running any more
     */
    public record Outcome(@Nullable Run run, boolean ended, String message) {}

    /**
     * Wishes a run to stop and waits for its end.
     *
     * @param runId the running one when null
     * @throws UsageException when there is no such run
     */
    public Outcome stop(@Nullable Long runId, String by, Duration limit) {
        Optional<Run> found = runId == null
                ? runs.unfinished()
                : Optional.of(runs.byId(runId)
                        .orElseThrow(
                                () -> new UsageException("there is no run " + runId + "; `fallow runs` lists them")));
        if (found.isEmpty() || found.get().status() != Run.Status.RUNNING) {
            return new Outcome(
                    found.orElse(null), true, found.map(Stopping::idle).orElse("No night is running."));
        }
        Run run = found.get();
        runs.wishStop(run.runId(), by);
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning(run)) {
            if (System.nanoTime() > deadline) {
                return new Outcome(
                        run, false, of(run) + " has not stopped within " + limit + "; it will at its next chunk.");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        Run now = runs.byId(run.runId()).orElseThrow();
        return new Outcome(now, true, end(now));
    }

    /** A process that died leaves its run RUNNING, and the lock free. */
    private boolean isRunning(Run run) {
        boolean owned = jdbc.sql(OWNER).query(String.class).optional().isPresent();
        Run now = runs.byId(run.runId()).orElseThrow();
        return owned && now.status() == Run.Status.RUNNING && now.token() == run.token();
    }

    private static String idle(Run run) {
        return of(run) + " is not running, it is " + run.status() + ".";
    }

    private static String end(Run run) {
        return switch (run.status()) {
            case STOPPED -> of(run) + " has stopped; nothing is lost, `fallow rerun` continues it.";
            case COMPLETED -> of(run) + " was completed before it could stop.";
            case RUNNING -> of(run) + " is not running, its process has died; `fallow rerun` continues it.";
            default -> of(run) + " ended as " + run.status() + (run.error() == null ? "." : ": " + run.error());
        };
    }

    private static String of(Run run) {
        return "Run " + run.runId() + " of " + run.businessDate();
    }
}
