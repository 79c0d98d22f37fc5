package io.fallow.job.chunk;

import java.time.Duration;

/**
 * Holds a step back to so many accounts a second, so that a platform at work keeps its response times. It rests between transactions,
 * when nothing is locked.
 */
public final class Pace {

    private static final long NANOS = 1_000_000_000;

    private final StopSignal stop;
    private final int accountsPerSecond;
    private final int partitions;

    /**
     * @param accountsPerSecond of a step's partitions together; 0: as fast as it goes
     * @param partitions how many work at once, each at its share
     */
    public Pace(StopSignal stop, int accountsPerSecond, int partitions) {
        this.stop = stop;
        this.accountsPerSecond = accountsPerSecond;
        this.partitions = partitions;
    }

    /**
     * Rests until so many accounts were due to take until now.
     *
     * @param begun {@link System#nanoTime()} when they were begun
     * @throws io.fallow.ledger.runs.StopWishedException as soon as a stop is wished
     */
    void rest(long accounts, long begun) {
        if (accountsPerSecond == 0) {
            return;
        }
        long left = begun + accounts * partitions * NANOS / accountsPerSecond - System.nanoTime();
        if (left > 0) {
            stop.pause(Duration.ofNanos(left));
        }
    }
}
