package io.fallow.job.chunk;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Reads a partition a chunk at a time, in key order, each chunk with one call that brings all its items. Its place is the last key
 * handed out, saved with the chunk's transaction.
 */
final class KeysetReader<I extends Keyed> {

    private static final String AFTER = "after";

    private final AccountStep<I, ?> step;
    private final int chunkSize;
    private @Nullable Part part;
    private @Nullable String after;

    KeysetReader(AccountStep<I, ?> step, int chunkSize) {
        this.step = step;
        this.chunkSize = chunkSize;
    }

    void open(ExecutionContext context) {
        part = Part.from(context);
        after = context.containsKey(AFTER) ? context.getString(AFTER) : null;
    }

    /** @return the next chunk; empty at the end of the partition */
    List<I> next(Night night, ExecutionContext context) {
        if (part == null) {
            throw new IllegalStateException("the reader was not opened");
        }
        List<I> page = step.read(night, part, after, chunkSize);
        if (!page.isEmpty()) {
            after = page.get(page.size() - 1).accountId();
            context.putString(AFTER, after);
        }
        return page;
    }
}
