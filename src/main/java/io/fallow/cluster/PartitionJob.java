package io.fallow.cluster;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** A partition that a node has taken. */
final class PartitionJob implements Job {

    /** Whose value is the partition's step execution. */
    static final String STEP_EXECUTION = "stepExecution";

    private final PartitionJobs jobs;

    PartitionJob(PartitionJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        long partition = Long.parseLong(context.getMergedJobDataMap().getString(STEP_EXECUTION));
        try {
            jobs.work(partition, context.getScheduler().getSchedulerInstanceId());
        } catch (org.quartz.SchedulerException | RuntimeException e) {
            // what was committed stays; whoever takes it next goes on from there
            throw new JobExecutionException("partition " + partition + " was left", e, !jobs.isEnding());
        }
    }
}
