package io.fallow.run;

import io.fallow.job.chunk.TooManySetAsideException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

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

    /** What made the execution fail: a partition's own error, for its step only says that some partition failed. */
    static Throwable of(JobExecution execution) {
        List<Throwable> errors = new ArrayList<>();
        for (StepExecution step : execution.getStepExecutions()) {
            errors.addAll(step.getStepName().contains(":") ? 0 : errors.size(), step.getFailureExceptions());
        }
        errors.addAll(execution.getFailureExceptions());
        return errors.isEmpty() ? new IllegalStateException("it failed without saying why") : errors.get(0);
    }

    /** The deepest cause's first line, or that of an error which says more than its cause; for a database error what the server said. */
    public static String oneLine(Throwable error) {
        Throwable named = find(error, TooManySetAsideException.class);
        Throwable root = named == null ? error : named;
        while (named == null && root.getCause() != null && root.getCause() != root) {
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
