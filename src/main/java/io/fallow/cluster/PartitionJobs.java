package io.fallow.cluster;

import io.fallow.job.chunk.DispatchedPartitions;
import io.fallow.job.chunk.StopSignal;
import org.quartz.Job;
import org.quartz.Scheduler;
import org.quartz.spi.JobFactory;
import org.quartz.spi.TriggerFiredBundle;
import org.springframework.beans.factory.ObjectProvider;

/** Makes jobs of partitions that are taken. The steps are asked for late: they need the cluster to be handed out. */
final class PartitionJobs implements JobFactory {

    private final ObjectProvider<DispatchedPartitions> partitions;
    private final ObjectProvider<PartitionNode> node;
    private final StopSignal stop;

    PartitionJobs(
            ObjectProvider<DispatchedPartitions> partitions, ObjectProvider<PartitionNode> node, StopSignal stop) {
        this.partitions = partitions;
        this.node = node;
        this.stop = stop;
    }

    @Override
    public Job newJob(TriggerFiredBundle bundle, Scheduler scheduler) {
        return new PartitionJob(this);
    }

    void work(long stepExecutionId, String name) {
        if (partitions.getObject().work(stepExecutionId, name)) {
            node.getObject().store(stepExecutionId);
        }
    }

    boolean isEnding() {
        return stop.isGiven();
    }
}
