package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import org.springframework.batch.core.step.StepExecution;

/** A step that is done in one transaction, behind the run's fence. */
public interface SingleStep {

    /** The step's one name: in the job, the logs, the report and sql/step/. */
    String name();

    /** Whether a restart does the step again although it was completed, because later steps build on what is true now. */
    default boolean recomputedOnRestart() {
        return false;
    }

    void execute(Night night, StepExecution execution);
}
