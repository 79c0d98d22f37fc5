package io.fallow.delivery;

import io.fallow.settings.RetrySettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double, each shortened by up to a half at random, so that what failed together does not come back together. */
final class Backoff {

    private static final int MOST_DOUBLINGS = 40;

    private final RetrySettings retry;
    private final RandomGenerator random;

    Backoff(RetrySettings retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    int maxAttempts() {
        return retry.maxAttempts();
    }

    /** @param attempts how many have failed: 1 or more */
    Duration after(int attempts) {
        double doubled = retry.firstPause().toMillis() * Math.pow(2, Math.min(attempts - 1, MOST_DOUBLINGS));
        double pause = Math.min(doubled, retry.longestPause().toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(pause * (1 - random.nextDouble() / 2))));
    }
}
