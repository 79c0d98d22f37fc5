package io.fallow.run;

import io.fallow.job.chunk.StopSignal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the night when the process is told to end (SIGTERM, Ctrl-C), and waits for it. It must be stopped before all else: the context
 * would close the connection pool under the running chunk, and leave everything looking alive.
 */
final class StopAtShutdown implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StopAtShutdown.class);

    private final StopSignal stop;
    private final NightOwnership ownership;
    private final Duration limit;
    private volatile boolean running;

    /** @param limit how long to wait for the night's current transactions */
    StopAtShutdown(StopSignal stop, NightOwnership ownership, Duration limit) {
        this.stop = stop;
        this.ownership = ownership;
        this.limit = limit;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop.give();
        if (!ownership.awaitRelease(limit)) {
            log.warn(
                    "the night has not stopped within {}; what is not committed is rolled back, `fallow rerun` continues it",
                    limit);
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The highest: stopped first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
