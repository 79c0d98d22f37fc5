package io.fallow.job.chunk;

import io.fallow.ledger.SetAside;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the account that poisons a chunk: a failing list is halved, each half under a savepoint of its own, until the culprit
 * stands alone. Savepoints keep the good halves, the culprit's record and the chunk's progress in one transaction.
 */
public final class Halving {

    private final TransactionTemplate savepoint;

    public Halving(PlatformTransactionManager transactions) {
        savepoint = new TransactionTemplate(transactions);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** Must be called within a transaction. Errors that are nobody's fault (a lost connection, a missing table) are thrown on. */
    public <T> void apply(
            List<? extends T> items, Consumer<List<? extends T>> act, BiConsumer<T, RuntimeException> onPoison) {
        try {
            savepoint.executeWithoutResult(status -> act.accept(items));
        } catch (RuntimeException e) {
            if (!isPoison(e) && !isBusy(e)) {
                throw e;
            }
            if (items.size() == 1) {
                onPoison.accept(items.get(0), e);
                return;
            }
            int half = items.size() / 2;
            apply(items.subList(0, half), act, onPoison);
            apply(items.subList(half, items.size()), act, onPoison);
        }
    }

    /** Whether the error lies in the data of some account: a value, a constraint, or what a function of the platform raised. */
    static boolean isPoison(RuntimeException error) {
        SQLException sql = SetAside.sqlCause(error);
        if (sql == null || sql.getSQLState() == null) {
            return error instanceof DateTimeException
                    || error instanceof ArithmeticException
                    || error instanceof IllegalArgumentException;
        }
        String state = sql.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("P0") || state.equals("55000");
    }

    /** Whether the platform holds a row of the account: nothing is wrong, it stays due. */
    static boolean isBusy(RuntimeException error) {
        SQLException sql = SetAside.sqlCause(error);
        return sql != null && "55P03".equals(sql.getSQLState());
    }
}
