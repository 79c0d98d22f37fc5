package io.fallow.job.chunk;

import io.fallow.ledger.Keyed;
import io.fallow.ledger.Night;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads a partition a chunk at a time, in key order, each chunk with one call that brings all its items. Its place is the last key
 * handed out, saved with the chunk's transaction.
 */
final class KeysetReader<I extends Keyed> implements ItemStreamReader<I> {

    private static final String AFTER = "after";

    private final AccountStep<I, ?> step;
    private final Night night;
    private final int chunkSize;
    private final Deque<I> page = new ArrayDeque<>();
    private @Nullable Part part;
    private @Nullable String after;

    KeysetReader(AccountStep<I, ?> step, Night night, int chunkSize) {
        this.step = step;
        this.night = night;
        this.chunkSize = chunkSize;
    }

    @Override
    public void open(ExecutionContext context) {
        part = Part.from(context);
        after = context.containsKey(AFTER) ? context.getString(AFTER) : null;
        page.clear();
    }

    @Override
    public @Nullable I read() {
        if (part == null) {
            throw new IllegalStateException("the reader was not opened");
        }
        if (page.isEmpty()) {
            page.addAll(step.read(night, part, after, chunkSize));
        }
        I item = page.poll();
        if (item != null) {
            after = item.accountId();
        }
        return item;
    }

    @Override
    public void update(ExecutionContext context) {
        if (after != null) {
            context.putString(AFTER, after);
        }
    }
}
