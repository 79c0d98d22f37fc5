package io.fallow.schedule;

import io.fallow.run.Failures;
import io.fallow.settings.ScheduleSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What each node does every {@code fallow.schedule.look-every}, on a clock of its own beside Quartz's: it renews its leases, takes up
 * nights that are due again or were left by a node that died, and watches.
 */
final class Vigil implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Vigil.class);
    private static final long FAREWELL_SECONDS = 10;

    private final Watch watch;
    private final AttendFirings attend;
    private final ScheduleSettings settings;
    private final Clock clock;
    private final AtomicBoolean attending = new AtomicBoolean();
    private @Nullable ScheduledExecutorService looker;
    private @Nullable ScheduledExecutorService worker;
    private Instant upSince = Instant.MAX;
    private @Nullable String lastProblem;

    /** What is looked at. */
    record Watch(Schedules schedules, Firings firings, FireNight fire, QuartzTrigger trigger, Watchdog watchdog) {}

    Vigil(Watch watch, AttendFirings attend, ScheduleSettings settings, Clock clock) {
        this.watch = watch;
        this.attend = attend;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        upSince = clock.instant();
        worker = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "fallow-nights"));
        looker = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "fallow-vigil"));
        long millis = settings.lookEvery().toMillis();
        looker.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            lookAt(clock.instant());
            lastProblem = null;
        } catch (RuntimeException e) {
            String problem = Failures.oneLine(e);
            if (!problem.equals(lastProblem)) {
                log.warn("the vigil cannot look, and tries on: {}", problem);
            }
            lastProblem = problem;
        }
    }

    private void lookAt(Instant now) {
        attend.renewLeases();
        Optional<Schedule> schedule = watch.schedules().current();
        if (schedule.isEmpty()) {
            return;
        }
        watch.firings().settle();
        watch.fire().whatQuartzLeavesOut(now, watch.trigger().read(), settings.misfireAfter());
        takeUp();
        watch.watchdog().look(schedule.get(), now, upSince);
    }

    private synchronized void takeUp() {
        if (worker != null && attending.compareAndSet(false, true)) {
            worker.execute(() -> {
                try {
                    attend.attend();
                } catch (RuntimeException e) {
                    log.warn("nights that are due cannot be taken up now: {}", Failures.oneLine(e));
                } finally {
                    attending.set(false);
                }
            });
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService[] threads;
        synchronized (this) {
            threads = new ScheduledExecutorService[] {looker, worker};
            looker = null;
            worker = null;
        }
        for (ScheduledExecutorService thread : threads) {
            end(thread);
        }
    }

    private static void end(@Nullable ScheduledExecutorService thread) {
        if (thread == null) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a night has not ended; its lease runs out, and another node continues it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looker != null;
    }

    /** As the scheduler's: after the night has stopped, before the pools close. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
