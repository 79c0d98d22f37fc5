package io.fallow.job.chunk;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.runs.StopWishedException;
import io.fallow.ledger.runs.Tallies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Makes Spring Batch steps of {@link AccountStep}s: one partition a thread, one chunk a transaction. */
public final class PartitionedSteps {

    private static final Logger log = LoggerFactory.getLogger(PartitionedSteps.class);

    private final StepFrame frame;
    private final ChunkWriter.ChunkLedger ledger;
    private final ChunkSettings settings;
    private final Dispatch dispatch;
    private final Map<String, Worker<?, ?>> workers = new ConcurrentHashMap<>();

    public PartitionedSteps(
            StepFrame frame,
            SetAside setAside,
            Tallies tallies,
            Halving halving,
            ChunkSettings settings,
            Dispatch dispatch) {
        this.frame = frame;
        this.ledger = new ChunkWriter.ChunkLedger(setAside, tallies, halving);
        this.settings = settings;
        this.dispatch = dispatch;
    }

    public <I extends Keyed, O extends Keyed> Step partitioned(AccountStep<I, O> step) {
        workers.put(step.name(), new Worker<>(step));
        return new Partitioned<>(step);
    }

    /**
     * What works on a partition.
     *
     * @param partition its step execution's name: the step's, a colon, and which
     * @throws IllegalStateException when this process does not know the step: it is of another version
     */
    FencedStep step(String partition, StepFrame fenced) {
        Worker<?, ?> worker = workers.get(partition.substring(0, Math.max(0, partition.indexOf(':'))));
        if (worker == null) {
            throw new IllegalStateException(
                    "there is no step of partition '" + partition + "' here; do all nodes have the same version?");
        }
        return worker.step(partition, fenced);
    }

    /**
     * A step that is put together anew for each execution, so that readers and partitions know their night and share nothing.
     * Partitions carry the execution's number in their names: each attempt looks afresh at what is still to be done, and what a
     * committed chunk did is no longer to be done.
     */
    private final class Partitioned<I extends Keyed, O extends Keyed> implements Step {

        private final AccountStep<I, O> step;

        Partitioned(AccountStep<I, O> step) {
            this.step = step;
        }

        @Override
        public String getName() {
            return step.name();
        }

        @Override
        public boolean isAllowStartIfComplete() {
            return step.recomputedOnRestart();
        }

        @Override
        public void execute(StepExecution execution) throws JobInterruptedException {
            Night night = frame.nights().of(execution);
            long begun = System.nanoTime();
            Partitioner partitioner = partitioner(night, execution);
            new StepBuilder(step.name(), frame.repository())
                    .partitioner(step.name(), partitioner)
                    .splitter(new SimpleStepExecutionSplitter(frame.repository(), step.name(), partitioner))
                    .partitionHandler(dispatch.of(step.name(), new Worker<>(step), settings.partitions()))
                    .build()
                    .execute(execution);
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                frame.attempts().make(step.name(), night, again -> {
                    step.end(night);
                    return true;
                });
                logEnd(night, begun);
            }
        }

        private void logEnd(Night night, long begun) {
            Map<String, Long> counts = ledger.tallies().of(night.runId()).getOrDefault(step.name(), Map.of());
            log.info(
                    "{}: {} read, {} written, {} skipped, {} s",
                    step.name(),
                    counts.getOrDefault(Tally.READ, 0L),
                    counts.getOrDefault(Tally.WRITTEN, 0L),
                    counts.getOrDefault(Tally.SKIPPED, 0L),
                    Math.floor((System.nanoTime() - begun) / 1e8) / 10);
        }

        private Partitioner partitioner(Night night, StepExecution execution) {
            return gridSize -> {
                try {
                    return frame.attempts().make(step.name(), night, again -> contexts(night, gridSize));
                } catch (StopWishedException e) {
                    execution.setTerminateOnly();
                    return Map.of();
                }
            };
        }

        private Map<String, ExecutionContext> contexts(Night night, int gridSize) {
            frame.fence().check(night);
            step.begin(night);
            Map<String, ExecutionContext> contexts = new HashMap<>();
            List<Part> parts = step.parts(night, gridSize);
            for (int i = 0; i < parts.size(); i++) {
                contexts.put(night.executionId() + "." + i, parts.get(i).toContext());
            }
            return contexts;
        }
    }

    private final class Worker<I extends Keyed, O extends Keyed> implements Step {

        private final AccountStep<I, O> step;

        Worker(AccountStep<I, O> step) {
            this.step = step;
        }

        @Override
        public String getName() {
            return step.name();
        }

        @Override
        public void execute(StepExecution execution) throws JobInterruptedException {
            step(execution.getStepName(), frame).execute(execution);
        }

        FencedStep step(String partition, StepFrame fenced) {
            KeysetReader<I> reader = new KeysetReader<>(step, settings.chunkSize());
            ChunkWriter<O> writer = new ChunkWriter<>(step, partition, ledger);
            return new FencedStep(step.name(), fenced, new ChunkWork<>(step, reader, writer));
        }
    }
}
