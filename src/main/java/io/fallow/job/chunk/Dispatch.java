package io.fallow.job.chunk;

import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.step.Step;

/** Who works on a step's partitions: threads of this process, or every node of a cluster. */
public interface Dispatch {

    /**
     * @param worker what works on one partition, in this process
     * @param partitions into how many the step is split
     */
    PartitionHandler of(String step, Step worker, int partitions);
}
