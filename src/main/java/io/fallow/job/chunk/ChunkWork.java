package io.fallow.job.chunk;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import java.util.List;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** One chunk of one partition: read, processed and written in one transaction. */
final class ChunkWork<I extends Keyed, O extends Keyed> implements FencedStep.Work {

    private final AccountStep<I, O> step;
    private final KeysetReader<I> reader;
    private final ChunkWriter<O> writer;

    ChunkWork(AccountStep<I, O> step, KeysetReader<I> reader, ChunkWriter<O> writer) {
        this.step = step;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void open(ExecutionContext committed) {
        reader.open(committed);
    }

    @Override
    public boolean next(StepExecution execution, Night night) {
        List<I> read = reader.next(night, execution.getExecutionContext());
        if (read.isEmpty()) {
            return false;
        }
        List<O> items = read.stream().map(item -> step.process(night, item)).toList();
        writer.write(night, items);
        execution.setReadCount(execution.getReadCount() + read.size());
        execution.setWriteCount(execution.getWriteCount() + items.size());
        return true;
    }
}
