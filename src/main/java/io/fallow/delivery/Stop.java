package io.fallow.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that publishing ends. Given once, for good; whoever waits for something else is woken by it. */
final class Stop {

    private final CountDownLatch wanted = new CountDownLatch(1);

    void give() {
        wanted.countDown();
    }

    boolean isWanted() {
        return wanted.getCount() == 0;
    }

    /** Waits that long, or until the wish is given. */
    void await(Duration limit) {
        try {
            boolean ignored = wanted.await(limit.toNanos(), TimeUnit.NANOSECONDS); // the caller asks isWanted
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it waited", e);
        }
    }
}
