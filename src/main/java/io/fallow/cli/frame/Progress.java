package io.fallow.cli.frame;

import io.fallow.ledger.base.Tally;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.Tallies;
import io.fallow.lifecycle.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Shows on a terminal how far the night is: the step, its accounts, their rate, and the time that is left where it is known how many
 * there will be. It only reads what the steps count; where nobody watches it does nothing, the log has a line a step.
 */
public final class Progress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final long TICK_MILLIS = 500;

    private final Runs runs;
    private final Tallies tallies;
    private final DueAccounts due;
    private final LiveLine line = new LiveLine();
    private final Map<String, Began> began = new HashMap<>();
    private final Map<String, Long> readBefore = new HashMap<>();
    private final ScheduledExecutorService ticker;
    private @Nullable String current;

    /**
     * A step when it was first seen.
     *
     * @param expected how many accounts it will bring in; 0 when nobody knows
     */
    private record Began(long nanos, long read, long expected) {}

    private Progress(Runs runs, Tallies tallies, DueAccounts due) {
        this.runs = runs;
        this.tallies = tallies;
        this.due = due;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    public static Progress of(ConfigurableApplicationContext context) {
        Progress progress = new Progress(
                context.getBean(Runs.class), context.getBean(Tallies.class), context.getBean(DueAccounts.class));
        if (Terminal.canRewrite()) {
            progress.ticker.scheduleWithFixedDelay(progress::show, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return progress;
    }

    private void show() {
        try {
            runs.unfinished().filter(run -> run.status() == Run.Status.RUNNING).ifPresent(this::show);
        } catch (RuntimeException e) {
            log.debug("no progress to show", e);
        }
    }

    private void show(Run run) {
        Map<String, Map<String, Long>> counted = tallies.of(run.runId());
        String step = current(run, counted);
        if (step == null) {
            line.show("night of " + run.businessDate() + "  begins");
            return;
        }
        long read = counted.getOrDefault(step, Map.of()).getOrDefault(Tally.READ, 0L);
        Began start = began.computeIfAbsent(
                run.runId() + step, key -> new Began(System.nanoTime(), read, expected(step, run)));
        double seconds = (System.nanoTime() - start.nanos()) / 1e9;
        long rate = seconds < 1 ? 0 : Math.round((read - start.read()) / seconds);
        line.show(text(run, step, read, rate, start.expected()));
    }

    static String text(Run run, String step, long read, long rate, long expected) {
        StringBuilder text = new StringBuilder(String.format("night of %s  %s %,d", run.businessDate(), step, read));
        if (expected > read) {
            text.append(String.format(" of %,d", expected));
        }
        if (rate > 0) {
            text.append(String.format("  %,d/s", rate));
        }
        if (rate > 0 && expected > read) {
            text.append("  about ")
                    .append(left(Duration.ofSeconds((expected - read) / rate)))
                    .append(" left");
        }
        return text.toString();
    }

    private static String left(Duration duration) {
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    /** The step that has read anything since the last look. */
    private @Nullable String current(Run run, Map<String, Map<String, Long>> counted) {
        counted.forEach((step, counts) -> {
            long read = counts.getOrDefault(Tally.READ, 0L);
            Long before = readBefore.put(run.runId() + step, read);
            if (read > (before == null ? 0 : before)) {
                current = step;
            }
        });
        return current;
    }

    /** All that are due are looked at in one step, and the plan says whom the later ones bring in. */
    private long expected(String step, Run run) {
        return switch (step) {
            case "excludePropertyHolders" -> due.count(run.businessDate());
            case "protectLongUnused" -> planned(run, Verdict.PROTECT);
            case "warnOwners" -> planned(run, Verdict.WARN);
            case "recyclePropertyFree" -> planned(run, Verdict.RECYCLE);
            case "releaseQuarantined" -> planned(run, Verdict.RELEASE);
            default -> 0;
        };
    }

    private static long planned(Run run, Verdict verdict) {
        return run.planSummary() == null
                ? 0
                : PlanSummary.total(PlanSummary.fromJson(run.planSummary()).counts(), verdict);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        line.close();
    }
}
