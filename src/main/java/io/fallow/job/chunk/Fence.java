package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.Runs;

/** What every transaction of a night begins with: the run is still this process's, and nobody wished that it stops. */
public final class Fence {

    private final Runs runs;
    private final StopSignal stop;
    private final Runnable also;

    public Fence(Runs runs, StopSignal stop) {
        this(runs, stop, () -> {});
    }

    private Fence(Runs runs, StopSignal stop, Runnable also) {
        this.runs = runs;
        this.stop = stop;
        this.also = also;
    }

    /** The same, and a check of the caller's own, which comes first. */
    Fence and(Runnable check) {
        return new Fence(runs, stop, check);
    }

    /**
     * Holds the run for the rest of the transaction.
     *
     * @throws io.fallow.ledger.runs.StopWishedException when this process is to end, or somebody wished that the run stops
     * @throws io.fallow.ledger.runs.StaleRunException when the run was taken over
     * @throws io.fallow.ledger.runs.LostLockException when the night's lock is not held any more
     */
    public void check(Night night) {
        stop.check();
        also.run();
        runs.checkFence(night);
    }
}
