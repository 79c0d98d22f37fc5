package io.fallow.ledger.base;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Set;

/** Errors that lie in the data of some account, so that the others can go on without it. */
public final class Poison {

    /** By the class of the state: cardinality, data, constraint, and what a function raised, in PL/pgSQL or another language. */
    private static final Set<String> CLASSES = Set.of("21", "22", "23", "38", "P0");

    private static final String WRONG_STATE = "55000";
    private static final int STATE = 5;

    private Poison() {}

    /** Whether it is a value, a constraint, or what a function of the platform raised. */
    public static boolean is(Throwable error) {
        SQLException sql = SetAside.sqlCause(error);
        if (sql == null || sql.getSQLState() == null) {
            return error instanceof DateTimeException
                    || error instanceof ArithmeticException
                    || error instanceof IllegalArgumentException;
        }
        String state = sql.getSQLState();
        return state.equals(WRONG_STATE) || (state.length() == STATE && CLASSES.contains(state.substring(0, 2)));
    }

    /** What went wrong, in one line. */
    public static String firstLine(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
