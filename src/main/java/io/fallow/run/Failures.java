package io.fallow.run;

import io.fallow.job.chunk.TooManySetAsideException;
import io.fallow.ledger.base.SetAside;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;

/** Finds, in what frameworks wrap, the error that a person can act on. */
public final class Failures {

    /** The way out where something is not permitted: what Fallow may do on its own tables, its migrations have granted. */
    public static final String UNREADABLE =
            "; grant it to fallow_contract, if the contract reads or writes it; row level security must not"
                    + " bind that role (docs/preconditions.md), and a member of fallow_runtime may do no more than nights do";

    private static final Pattern READS_CONTRACT = Pattern.compile(
            "fallow\\.(account_activity|account_exclusion|source_health|known_blocks|known_freezes)\\b");

    private Failures() {}

    /** Whether the contract's views may not be read, be it for want of a grant or for row level security: not what is Fallow's own. */
    static boolean isUnreadableContract(Throwable error) {
        SQLException sql = SetAside.sqlCause(error);
        if (sql == null || !"42501".equals(sql.getSQLState())) {
            return false;
        }
        ServerErrorMessage said = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (said != null && "check_enable_rls".equals(said.getRoutine())) {
            return true;
        }
        DataAccessException statement = find(error, DataAccessException.class);
        return statement != null
                && READS_CONTRACT
                        .matcher(String.valueOf(statement.getMessage()))
                        .find();
    }

    /** The error of that type in the chain of causes; null when there is none. */
    public static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** What made the execution fail, in one line: the step, the error with its SQLState, and the way out where one is known. */
    static String problem(JobExecution execution) {
        String step = execution.getStepExecutions().stream()
                .filter(each ->
                        each.getStatus().isUnsuccessful() && !each.getStepName().contains(":"))
                .map(each -> "step " + each.getStepName() + " failed: ")
                .findFirst()
                .orElse("");
        Throwable error = of(execution);
        SQLException sql = SetAside.sqlCause(error);
        String state = sql == null || find(error, TooManySetAsideException.class) != null ? null : sql.getSQLState();
        return step + oneLine(error) + (state == null ? "" : " (SQLState " + state + ")" + wayOut(state));
    }

    private static String wayOut(String state) {
        return switch (state) {
            case "57014" -> "; raise fallow.session.statement-timeout or lower fallow.chunk-size";
            case "55P03" -> "; another session holds the table or row: end it, or raise fallow.session.lock-timeout";
            case "42501" -> UNREADABLE;
            case "25P03" -> "; raise fallow.session.idle-in-transaction-timeout";
            case "40001", "40P01" -> "; it did not pass within fallow.retry-for";
            case "53300" -> "; raise max_connections or lower fallow.partitions";
            case "57P01", "57P02", "57P03" -> "; the database did not come back within fallow.retry-for";
            default -> state.startsWith("08") ? "; the database did not come back within fallow.retry-for" : "";
        };
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
