package io.fallow.shard;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** So many shards at once. One that waits for others lets them go first. */
final class Turns {

    private final Semaphore turns;

    /** @param atOnce 0: all */
    Turns(int atOnce) {
        this.turns = new Semaphore(atOnce == 0 ? Integer.MAX_VALUE : atOnce, true);
    }

    <T> T take(Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /** Must have a turn. */
    void letOthersGo(Runnable waiting) {
        turns.release();
        try {
            waiting.run();
        } finally {
            turns.acquireUninterruptibly();
        }
    }
}
