package io.fallow.job.chunk;

import io.fallow.ledger.Keyed;
import io.fallow.ledger.Night;
import io.fallow.ledger.Runs;
import io.fallow.ledger.SetAside;
import io.fallow.ledger.Tallies;
import io.fallow.ledger.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.partition.support.SimpleStepExecutionSplitter;
import org.springframework.batch.core.partition.support.TaskExecutorPartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/** Makes Spring Batch steps of {@link AccountStep}s: one partition a thread, one chunk a transaction. */
public final class PartitionedSteps {

    private static final Logger log = LoggerFactory.getLogger(PartitionedSteps.class);

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Nights nights;
    private final ChunkWriter.ChunkLedger ledger;
    private final Tallies tallies;
    private final ChunkSettings settings;

    public PartitionedSteps(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Runs runs,
            SetAside setAside,
            Tallies tallies,
            Halving halving,
            ChunkSettings settings) {
        this.repository = repository;
        this.transactions = transactions;
        this.nights = new Nights(runs);
        this.ledger = new ChunkWriter.ChunkLedger(runs, setAside, tallies, halving);
        this.tallies = tallies;
        this.settings = settings;
    }

    public <I extends Keyed, O extends Keyed> Step partitioned(AccountStep<I, O> step) {
        return new Partitioned<>(step);
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
        public void execute(StepExecution execution) throws org.springframework.batch.core.job.JobInterruptedException {
            Night night = nights.of(execution);
            long begun = System.nanoTime();
            TaskExecutorPartitionHandler handler = new TaskExecutorPartitionHandler();
            SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(step.name() + "-");
            threads.setConcurrencyLimit(settings.partitions());
            handler.setTaskExecutor(threads);
            handler.setGridSize(settings.partitions());
            handler.setStep(new Worker<>(step, night));
            new StepBuilder(step.name(), repository)
                    .partitioner(step.name(), partitioner(night))
                    .splitter(new SimpleStepExecutionSplitter(repository, step.name(), partitioner(night)))
                    .partitionHandler(handler)
                    .build()
                    .execute(execution);
            if (execution.getStatus() == org.springframework.batch.core.BatchStatus.COMPLETED) {
                step.end(night);
                logEnd(night, begun);
            }
        }

        private void logEnd(Night night, long begun) {
            Map<String, Long> counts = tallies.of(night.runId()).getOrDefault(step.name(), Map.of());
            log.info(
                    "{}: {} read, {} written, {} skipped, {} s",
                    step.name(),
                    counts.getOrDefault(Tally.READ, 0L),
                    counts.getOrDefault(Tally.WRITTEN, 0L),
                    counts.getOrDefault(Tally.SKIPPED, 0L),
                    (System.nanoTime() - begun) / 100_000_000 / 10.0);
        }

        private Partitioner partitioner(Night night) {
            return gridSize -> {
                step.begin(night);
                Map<String, ExecutionContext> contexts = new HashMap<>();
                List<Part> parts = step.parts(night, gridSize);
                for (int i = 0; i < parts.size(); i++) {
                    contexts.put(night.executionId() + "." + i, parts.get(i).toContext());
                }
                return contexts;
            };
        }
    }

    private final class Worker<I extends Keyed, O extends Keyed> implements Step {

        private final AccountStep<I, O> step;
        private final Night night;

        Worker(AccountStep<I, O> step, Night night) {
            this.step = step;
            this.night = night;
        }

        @Override
        public String getName() {
            return step.name();
        }

        @Override
        public void execute(StepExecution execution) throws org.springframework.batch.core.job.JobInterruptedException {
            KeysetReader<I> reader = new KeysetReader<>(step, night, settings.chunkSize());
            new StepBuilder(step.name(), repository)
                    .<I, O>chunk(settings.chunkSize())
                    .transactionManager(transactions)
                    .reader(reader)
                    .processor(item -> step.process(night, item))
                    .writer(new ChunkWriter<>(step, night, execution.getStepName(), ledger))
                    .build()
                    .execute(execution);
        }
    }
}
