package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.delivery.Publisher.Rhythm;
import io.fallow.settings.DeliverySettings;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Publishes to the targets that are configured, side by side. At SIGTERM each settles its batch, and only then does the process end. */
public final class Publishing implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Publishing.class);

    private final Targets targets;
    private final Delivery delivery;
    private final Duration stopTimeout;
    private final Stop stop = new Stop();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile CountDownLatch idle = new CountDownLatch(0);
    private volatile boolean running;

    Publishing(Targets targets, DatabaseAccess database, Settings settings, Clock clock) {
        DeliverySettings delivery = settings.delivery();
        this.targets = targets;
        this.stopTimeout = settings.stopTimeout();
        this.delivery = new Delivery(
                database,
                settings.runtimeRole(),
                new Backoff(delivery.retry(), new Random()),
                new Rhythm(delivery.batchSize(), clock),
                delivery.pollEvery(),
                stop);
    }

    /**
     * @param consumer to this one only; null: to all that are configured
     * @param follow whether to go on until the process is told to end
     * @return what came of it, one a consumer
     * @throws DeliveryException when nothing, or not that one, is configured
     * @throws PublishingInProgressException when somebody else publishes to it
     * @throws TargetRefusesException when a target takes nothing until something is changed
     */
    public List<Delivered> publish(@Nullable String consumer, boolean follow) {
        List<Target> open = targets.open(consumer);
        CountDownLatch done = new CountDownLatch(1);
        idle = done;
        ExecutorService threads = Executors.newFixedThreadPool(open.size());
        try {
            List<Future<Delivered>> each = new ArrayList<>();
            for (Target target : open) {
                busy.incrementAndGet();
                each.add(threads.submit(() -> publish(target, follow)));
            }
            return await(each);
        } finally {
            threads.shutdownNow();
            open.forEach(Target::close);
            done.countDown();
        }
    }

    private Delivered publish(Target target, boolean follow) {
        try {
            return follow ? delivery.follow(target) : delivery.once(target);
        } catch (RuntimeException e) {
            if (follow) {
                stop.give(); // one that cannot go on ends all: whoever watches the process shall notice
            }
            throw e;
        } finally {
            busy.decrementAndGet();
        }
    }

    private static List<Delivered> await(List<Future<Delivered>> each) {
        List<Delivered> delivered = new ArrayList<>();
        RuntimeException failed = null;
        for (Future<Delivered> one : each) {
            try {
                delivered.add(one.get());
            } catch (ExecutionException e) {
                failed = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while publishing", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
        return delivered;
    }

    /** Ends publishing after the batches that are under way. */
    public void end() {
        stop.give();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        end();
        try {
            if (!idle.await(stopTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} deliveries have not ended within {}; their batches come again", busy.get(), stopTimeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The highest: stopped first, while there still is a database. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
