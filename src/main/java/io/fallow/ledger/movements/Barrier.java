package io.fallow.ledger.movements;

import io.fallow.ledger.base.Sql;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Waits until every platform transaction that could still write unseen to a protected account has ended: one that has been open since
 * before the protection holds no lock that recycling would meet (measured: 6 to 144 wrong recyclings a run without it).
 */
public final class Barrier {

    private static final String TAKE = Sql.named("step/recyclePropertyFree/take-barrier");
    private static final String SET_HORIZON = Sql.named("step/recyclePropertyFree/set-horizon");
    private static final String CHECK = Sql.named("step/recyclePropertyFree/check-barrier");
    private static final String CHECK_HERE = Sql.named("step/recyclePropertyFree/check-barrier-here");
    private static final String SESSIONS = Sql.named("step/recyclePropertyFree/find-barrier-sessions");

    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    /** After so many polls it is asked whether only other databases are waited for: half a second, as that question costs the server more. */
    private static final int POLLS = 25;

    private final JdbcClient jdbc;

    public Barrier(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Must be called outside a transaction, so that its own id does not hold it up.
     *
     * @param stillWanted called again and again while waiting; ends the wait by an exception
     * @throws BarrierTimeoutException naming the sessions it waits for
     */
    public void await(Duration limit, Runnable stillWanted) {
        String horizon = jdbc.sql(TAKE).query(String.class).single();
        jdbc.sql(SET_HORIZON).param("horizon", horizon).query(Long.class).single();
        String barrier = jdbc.sql(TAKE).query(String.class).single();
        long deadline = System.nanoTime() + limit.toNanos();
        for (int poll = 1; !holds(CHECK, barrier); poll++) {
            boolean over = System.nanoTime() - deadline > 0;
            if ((over || poll % POLLS == 0) && holds(CHECK_HERE, barrier)) {
                return;
            }
            if (over) {
                List<String> sessions = jdbc.sql(SESSIONS).query(String.class).list();
                throw new BarrierTimeoutException(limit, sessions);
            }
            stillWanted.run();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean holds(String question, String barrier) {
        return jdbc.sql(question).param("barrier", barrier).query(Boolean.class).single();
    }

    /** Platform transactions were still open when the time was up; nothing was recycled. */
    public static final class BarrierTimeoutException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BarrierTimeoutException(Duration limit, List<String> sessions) {
            super("nothing is recycled while older transactions are open; waited " + limit.toSeconds() + " s for "
                    + String.join(", ", sessions) + "; end them and rerun");
        }
    }
}
