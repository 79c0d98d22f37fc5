package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;

/** A step that does the same again, each time in a transaction of its own behind the run's fence, until there is no more to do. */
public interface RepeatedStep {

    /** The step's one name: in the job, the logs, the report and sql/step/. */
    String name();

    /** @return whether there may be more to do */
    boolean next(Night night);
}
