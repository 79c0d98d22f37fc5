package io.fallow.job.chunk;

import io.fallow.ledger.base.Poison;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.facts.Examined;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
            if (!Poison.is(e) && !isBusy(e)) {
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

    /**
     * Reads accounts; those whose values the contract's views cannot compute come back poisoned, in their place.
     *
     * @param step who reads
     * @param most so many may be poisoned: a view that computes nobody's values is not asked for each account
     * @throws TooManySetAsideException when there are more
     */
    public List<Examined> examine(
            String step, List<String> ids, int most, Function<List<String>, List<Examined>> read) {
        List<Examined> examined = new ArrayList<>(ids.size());
        List<String> poisoned = new ArrayList<>(0);
        if (!ids.isEmpty()) {
            this.<String>apply(ids, some -> examined.addAll(read.apply(List.copyOf(some))), (id, error) -> {
                if (isBusy(error)) {
                    throw error; // of a table: it passes, and is nobody's fault
                }
                poisoned.add(id);
                if (poisoned.size() > most) {
                    throw new TooManySetAsideException(step, most, id, error);
                }
                examined.add(Examined.poisoned(id, error));
            });
        }
        return examined;
    }

    /** Reads under a savepoint; if it fails by the data of some account, the other answer is asked for. */
    public <R> R read(Supplier<R> read, Function<RuntimeException, R> otherwise) {
        try {
            return Objects.requireNonNull(savepoint.execute(status -> read.get()));
        } catch (RuntimeException e) {
            if (!Poison.is(e)) {
                throw e;
            }
            return otherwise.apply(e);
        }
    }

    /** Whether the platform holds a row of the account: nothing is wrong, it stays due. */
    static boolean isBusy(RuntimeException error) {
        SQLException sql = SetAside.sqlCause(error);
        return sql != null && "55P03".equals(sql.getSQLState());
    }
}
