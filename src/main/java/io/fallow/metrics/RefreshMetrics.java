package io.fallow.metrics;

import io.fallow.lifecycle.Policy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads the figures anew every so often, however often somebody asks for them; what stays says how old it is. */
public final class RefreshMetrics implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RefreshMetrics.class);

    private final ReadFigures reading;
    private final Supplier<Policy> policy;
    private final Gauges gauges;
    private final Duration every;
    private @Nullable ScheduledExecutorService clock;
    private boolean wasDown;

    public RefreshMetrics(ReadFigures reading, Supplier<Policy> policy, MeterRegistry registry, Duration every) {
        this.reading = reading;
        this.policy = policy;
        this.gauges = new Gauges(registry);
        this.every = every;
    }

    /** Reads them now. A database that does not answer leaves one figure, which says so. */
    public synchronized void refresh() {
        try {
            gauges.show(reading.read(policy.get()));
            wasDown = false;
        } catch (RuntimeException e) {
            gauges.show(Figures.none());
            if (!wasDown) {
                log.warn(
                        "metrics cannot be read: {}",
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
            wasDown = true;
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        });
        ticking.scheduleWithFixedDelay(this::refresh, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        clock = ticking;
    }

    @Override
    public synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }
}
