package io.fallow.job.chunk;

import io.fallow.ledger.base.SetAside;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;

/** A partition failed in whichever process had it, for the reason that process has stored. */
public final class PartitionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern STORED = Pattern.compile("\\[(\\w{5})] (.*)", Pattern.DOTALL);

    private PartitionFailedException(String message, @Nullable SQLException cause) {
        super(message, cause);
    }

    /** What is stored of an error: what a person can act on, with its SQLState if it has one, and not what frameworks have wrapped it in. */
    static ExitStatus stored(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooManySetAsideException) {
                return ExitStatus.FAILED.addExitDescription(String.valueOf(cause.getMessage()));
            }
        }
        SQLException sql = SetAside.sqlCause(error);
        if (sql != null && sql.getSQLState() != null) {
            return ExitStatus.FAILED.addExitDescription("[" + sql.getSQLState() + "] " + sql.getMessage());
        }
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return ExitStatus.FAILED.addExitDescription(
                root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    /** The error of a partition that ended so. */
    public static PartitionFailedException of(String partition, ExitStatus ended) {
        Matcher stored = STORED.matcher(ended.getExitDescription());
        return stored.matches()
                ? new PartitionFailedException(partition, new SQLException(stored.group(2), stored.group(1)))
                : new PartitionFailedException(ended.getExitDescription(), null);
    }
}
