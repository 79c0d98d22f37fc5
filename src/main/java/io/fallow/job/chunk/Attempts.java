package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.LostLockException;
import io.fallow.ledger.runs.PassingFault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a transaction again after a fault that passes, with pauses that double. Pauses are uneven, so that two who met in a deadlock do
 * not meet again.
 */
public final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration limit;
    private final Ownership ownership;
    private final StopSignal stop;

    /** @param limit how long after a transaction's first fault it is tried again; zero: never */
    public Attempts(Duration limit, Ownership ownership, StopSignal stop) {
        this.limit = limit;
        this.ownership = ownership;
        this.stop = stop;
    }

    /** Must be a transaction of its own each time it is called. */
    interface Attempt<T> {

        /** @param again whether it failed before, so that what is in memory may be more than was committed */
        T make(boolean again);
    }

    /**
     * @throws io.fallow.ledger.runs.StopWishedException when a stop is wished while waiting for the next attempt
     */
    <T> T make(String step, Night night, Attempt<T> attempt) {
        long deadline = Long.MAX_VALUE;
        Duration pause = FIRST_PAUSE;
        boolean again = false;
        boolean lockLost = false;
        while (true) {
            try {
                if (lockLost) {
                    ownership.reclaim(night);
                    lockLost = false;
                }
                return attempt.make(again);
            } catch (RuntimeException e) {
                long now = System.nanoTime();
                deadline = again ? deadline : now + limit.toNanos();
                if (!PassingFault.is(e) || now + pause.toNanos() > deadline) {
                    throw e;
                }
                log.warn("{} is tried again: {}", step, firstLine(e));
                again = true;
                lockLost = lockLost || e instanceof LostLockException;
                stop.pause(pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 101))
                        .dividedBy(100));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private static String firstLine(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
