package io.fallow.job.chunk;

import io.fallow.ledger.runs.StopWishedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a night in this process that the process is about to end. Given once, for good. */
public final class StopSignal {

    private final CountDownLatch given = new CountDownLatch(1);

    public void give() {
        given.countDown();
    }

    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** @throws StopWishedException when the signal was given */
    public void check() {
        if (isGiven()) {
            throw new StopWishedException();
        }
    }

    /**
     * Waits.
     *
     * @throws StopWishedException as soon as the signal is given
     */
    void pause(Duration duration) {
        try {
            if (given.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StopWishedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StopWishedException();
        }
    }
}
