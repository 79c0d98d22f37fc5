package io.fallow.cli;

import io.fallow.ledger.Run;
import io.fallow.ledger.Runs;
import io.fallow.ledger.Tallies;
import io.fallow.ledger.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Says on standard error how far the night is, on a terminal in one live line; it only reads what the steps count. */
final class Progress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final Runs runs;
    private final Tallies tallies;
    private final ScheduledExecutorService ticker;
    private long before;
    private boolean shown;

    private Progress(Runs runs, Tallies tallies) {
        this.runs = runs;
        this.tallies = tallies;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Progress of(ConfigurableApplicationContext context) {
        Progress progress = new Progress(context.getBean(Runs.class), context.getBean(Tallies.class));
        if (System.console() != null) {
            long tick = Duration.ofMillis(500).toMillis();
            progress.ticker.scheduleAtFixedRate(progress::show, tick, tick, TimeUnit.MILLISECONDS);
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
        long total = counted.values().stream()
                .mapToLong(step -> step.getOrDefault(Tally.READ, 0L))
                .sum();
        StringBuilder line = new StringBuilder("night of " + run.businessDate());
        counted.forEach((step, counts) ->
                line.append(String.format("  %s %,d", step, counts.getOrDefault(Tally.READ, 0L))));
        line.append(String.format("  %,d/s", (total - before) * 2));
        before = total;
        shown = true;
        System.err.print("\r\u001b[K" + line);
        System.err.flush();
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        if (shown) {
            System.err.print("\r\u001b[K");
            System.err.flush();
        }
    }
}
