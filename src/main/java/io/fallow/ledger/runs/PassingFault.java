package io.fallow.ledger.runs;

import io.fallow.ledger.base.SetAside;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.OptimisticLockingFailureException;

/** Faults of the database that pass by themselves, so that the same transaction may succeed when it is tried anew. */
public final class PassingFault {

    /** Serialization failure, deadlock, lock timeout, terminated by an administrator, crash, starting up, too many connections. */
    private static final Set<String> STATES = Set.of("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300");

    private static final String CONNECTION = "08";

    private PassingFault() {}

    public static boolean is(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            // a commit whose answer was lost has come through after all: what it wrote is read anew
            if (cause instanceof LostLockException || cause instanceof OptimisticLockingFailureException) {
                return true;
            }
        }
        SQLException sql = SetAside.sqlCause(error);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        // without one it is the pool's own: it has closed a connection that was lost, or has none to give
        return state == null || state.startsWith(CONNECTION) || STATES.contains(state);
    }
}
