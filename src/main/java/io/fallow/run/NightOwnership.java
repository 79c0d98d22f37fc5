package io.fallow.run;

import io.fallow.database.DatabaseAccess;
import io.fallow.job.chunk.Ownership;
import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.LostLockException;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's hold on the night: while it is held, nights are run; when it is let go, they have ended and said how. */
final class NightOwnership implements Ownership {

    private static final Logger log = LoggerFactory.getLogger(NightOwnership.class);

    private final DatabaseAccess database;
    private final String role;
    private final Runs runs;
    private final StopSignal stop;
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition released = guard.newCondition();
    private @Nullable RunLock held;

    NightOwnership(DatabaseAccess database, String role, Runs runs, StopSignal stop) {
        this.database = database;
        this.role = role;
        this.runs = runs;
        this.stop = stop;
    }

    /** Lets the night go when closed. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @throws RunInProgressException naming who has it
     * @throws io.fallow.ledger.runs.StopWishedException when this process is about to end
     */
    Hold take() {
        guard.lock();
        try {
            stop.check();
            if (held != null) {
                throw new RunInProgressException("this process");
            }
            held = RunLock.acquire(database, role);
            return this::release;
        } finally {
            guard.unlock();
        }
    }

    private void release() {
        guard.lock();
        try {
            if (held != null) {
                held.close();
            }
            held = null;
            released.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Says in the run who holds the lock, so that every transaction can ask. */
    void declare(Run run) {
        declare(run.runId(), run.token());
    }

    private void declare(long runId, int token) {
        guard.lock();
        try {
            if (held == null) {
                throw new IllegalStateException("the night's lock is not held");
            }
            runs.own(runId, token, held.session());
        } finally {
            guard.unlock();
        }
    }

    /** Names the sessions of a former owner whose chunk is still open, so that the run cannot be taken over yet. */
    RunInProgressException heldUp() {
        guard.lock();
        try {
            if (held == null) {
                throw new IllegalStateException("the night's lock is not held");
            }
            return held.heldUp();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void reclaim(Night night) {
        guard.lock();
        try {
            if (held == null) {
                return; // a guest at another process's night, which takes the lock again itself; until then the fence
                // refuses
            }
            if (!held.isHeld()) {
                RunLock lost = held;
                held = RunLock.acquire(database, role);
                lost.close();
                log.warn("the session that held the night's lock had ended; the lock was taken again");
            }
            declare(night.runId(), night.token());
        } catch (RunInProgressException e) {
            throw new LostLockException(e.owner());
        } finally {
            guard.unlock();
        }
    }

    /** @return whether no night is held any more */
    boolean awaitRelease(Duration limit) {
        guard.lock();
        try {
            long nanos = limit.toNanos();
            while (held != null && nanos > 0) {
                nanos = released.awaitNanos(nanos);
            }
            return held == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            guard.unlock();
        }
    }
}
