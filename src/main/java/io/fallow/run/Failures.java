package io.fallow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, in what frameworks wrap, the error that a person can act on. */
public final class Failures {

    private Failures() {}

    /** The error of that type in the chain of causes; null when there is none. */
    public static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    static Throwable rootOf(List<Throwable> errors) {
        // the partitions' errors come after the step's own, which only says that some partition failed
        Throwable best = new IllegalStateException("it failed without saying why");
        for (Throwable error : errors) {
            best = error;
        }
        return best;
    }

    /** The deepest cause's first line; for a database error what the server said. */
    public static String oneLine(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(message);
    }
}
