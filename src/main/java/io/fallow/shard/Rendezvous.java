package io.fallow.shard;

import io.fallow.ledger.runs.ShardNights.Numbers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where the shards of this process tell each other what a night would do. What was told stays, so that all of them judge by the same
 * numbers, whoever comes to judge first.
 */
final class Rendezvous {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private final Set<String> running = new HashSet<>();
    private final Map<String, LocalDate> reached = new HashMap<>();
    private final Map<LocalDate, Map<String, Numbers>> told = new HashMap<>();

    /** These shards are about to make a night. */
    void begin(Collection<String> shards) {
        locked(() -> {
            told.clear();
            reached.clear();
            running.clear();
            running.addAll(shards);
        });
    }

    /** The shard's night has ended, however: nobody waits for it any more. */
    void leave(String shard) {
        locked(() -> running.remove(shard));
    }

    void tell(String shard, LocalDate businessDate, Numbers planned) {
        locked(() -> {
            reached.put(shard, businessDate);
            told.computeIfAbsent(businessDate, date -> new TreeMap<>()).put(shard, planned);
        });
    }

    /** What shards of this process have told of a date. */
    Map<String, Numbers> told(LocalDate businessDate) {
        guard.lock();
        try {
            return Map.copyOf(told.getOrDefault(businessDate, Map.of()));
        } finally {
            guard.unlock();
        }
    }

    /**
     * Waits until each other shard that is running has told of this date or is at a later one. Those at an earlier date are waited for,
     * and do not wait for those ahead: nobody waits in a ring.
     *
     * @param given whether to give up waiting
     * @return those that have not; empty when there is nobody to wait for
     */
    Set<String> awaitOthers(String shard, LocalDate businessDate, Duration limit, BooleanSupplier given) {
        guard.lock();
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            Set<String> behind = behind(shard, businessDate);
            while (!behind.isEmpty() && System.nanoTime() < deadline && !given.getAsBoolean()) {
                changed.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
                behind = behind(shard, businessDate);
            }
            return behind;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return behind(shard, businessDate);
        } finally {
            guard.unlock();
        }
    }

    private Set<String> behind(String shard, LocalDate businessDate) {
        Set<String> behind = new HashSet<>(running);
        behind.remove(shard);
        behind.removeIf(other -> {
            LocalDate date = reached.get(other);
            return date != null && !date.isBefore(businessDate);
        });
        return behind;
    }

    private void locked(Runnable change) {
        guard.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }
}
