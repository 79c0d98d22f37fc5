package io.fallow.job.chunk;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step over accounts: what it reads, what it makes of each account, and how it writes a whole chunk. {@link PartitionedSteps}
 * runs it; every method is called by several partitions at once and keeps no state.
 *
 * @param <I> as read
 * @param <O> as written
 */
public interface AccountStep<I extends Keyed, O extends Keyed> {

    /** The step's one name: in the job, the logs, the report and sql/step/. */
    String name();

    /** Whether a restart does the step again although it was completed, because later steps build on what is true now. */
    default boolean recomputedOnRestart() {
        return false;
    }

    /** Runs before the partitions, outside any transaction. */
    default void begin(Night night) {}

    /** Partitions that together hold every account of the step; none when there is nothing to do. */
    List<Part> parts(Night night, int partitions);

    /** The next items after the key, in key order, in the chunk's transaction; an empty list ends the partition. */
    List<I> read(Night night, Part part, @Nullable String after, int limit);

    /** Pure: what the step makes of an item. */
    O process(Night night, I item);

    /**
     * Writes a chunk, or half of one, set-based and in the chunk's transaction.
     *
     * @return what was written, for the report
     */
    Tally write(Night night, List<? extends O> items);

    /** Runs after the last partition has completed, outside any transaction. */
    default void end(Night night) {}
}
