package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.StopWishedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A step of transactions, each of which begins at the run's fence and ends with the step's own progress. After a fault that passes, a
 * transaction is made again from what was committed; between two of them a stop is honoured. Spring Batch's own chunk step can do
 * neither: it retries items inside the transaction that is broken already.
 */
final class FencedStep extends AbstractStep {

    private static final Logger log = LoggerFactory.getLogger(FencedStep.class);

    private final StepFrame frame;
    private final Work work;
    private final TransactionTemplate transactions;

    FencedStep(String name, StepFrame frame, Work work) {
        super(frame.repository());
        setName(name);
        this.frame = frame;
        this.work = work;
        this.transactions = new TransactionTemplate(frame.transactions());
    }

    /** What one transaction does. */
    interface Work {

        /** Called before the first transaction, and again whenever what is in memory may be more than was committed. */
        default void open(ExecutionContext committed) {}

        /** @return whether there may be more to do */
        boolean next(StepExecution execution, Night night);
    }

    @Override
    protected void doExecute(StepExecution execution) {
        Night night = frame.nights().of(execution);
        work.open(execution.getExecutionContext());
        boolean more = true;
        try {
            while (more && !execution.isTerminateOnly()) {
                long begun = System.nanoTime();
                long read = execution.getReadCount();
                Progress progress = new Progress(execution, execution.getVersion());
                more = frame.attempts().make(execution.getStepName(), night, again -> progress.make(night, again));
                frame.pace().rest(execution.getReadCount() - read, begun);
            }
        } catch (StopWishedException e) {
            log.info("{} stops, as was wished", execution.getStepName());
            execution.setTerminateOnly();
        }
    }

    /** One transaction, and whether it has come through. */
    private final class Progress {

        private final StepExecution execution;
        private final int version;
        private boolean more;

        Progress(StepExecution execution, @Nullable Integer version) {
            this.execution = execution;
            this.version = version == null ? 0 : version;
        }

        boolean make(Night night, boolean again) {
            if (again && wasCommitted()) {
                return more;
            }
            return Boolean.TRUE.equals(transactions.execute(status -> {
                frame.fence().check(night);
                more = work.next(execution, night);
                execution.incrementCommitCount();
                JobRepository repository = frame.repository();
                repository.updateExecutionContext(execution);
                repository.update(execution);
                return more;
            }));
        }

        /** Whether only the answer to the commit was lost; if not, what the attempt left in memory is undone. */
        private boolean wasCommitted() {
            StepExecution saved = frame.repository().getStepExecution(execution.getId());
            if (saved == null || saved.getVersion() == null) {
                throw new IllegalStateException("step execution " + execution.getId() + " has vanished");
            }
            if (saved.getVersion() > version) {
                return true;
            }
            execution.setVersion(saved.getVersion());
            execution.setReadCount(saved.getReadCount());
            execution.setWriteCount(saved.getWriteCount());
            execution.setCommitCount(saved.getCommitCount());
            execution.incrementRollbackCount();
            execution.setExecutionContext(saved.getExecutionContext());
            work.open(saved.getExecutionContext());
            return false;
        }
    }
}
