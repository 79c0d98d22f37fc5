package io.fallow.job.chunk;

import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.transaction.PlatformTransactionManager;

/** What every step of the night works in, whatever it does. */
public record StepFrame(
        JobRepository repository,
        PlatformTransactionManager transactions,
        Nights nights,
        Fence fence,
        Attempts attempts,
        Pace pace) {

    /** The same frame, in which every transaction begins with one more check. */
    StepFrame fencedBy(Runnable check) {
        return new StepFrame(repository, transactions, nights, fence.and(check), attempts, pace);
    }

    public Step repeated(RepeatedStep step) {
        return new FencedStep(step.name(), this, (execution, night) -> step.next(night));
    }

    /** A step of one transaction. */
    public Step single(SingleStep step) {
        FencedStep single = new FencedStep(step.name(), this, (execution, night) -> {
            step.execute(night, execution);
            return false;
        });
        single.setAllowStartIfComplete(step.recomputedOnRestart());
        if (step instanceof StepExecutionListener listener) {
            single.registerStepExecutionListener(listener);
        }
        return single;
    }
}
