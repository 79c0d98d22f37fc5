package io.fallow.job.chunk;

import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.support.TaskExecutorPartitionHandler;
import org.springframework.batch.core.step.Step;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** A thread of this process for each partition. */
public final class LocalThreads implements Dispatch {

    @Override
    public PartitionHandler of(String step, Step worker, int partitions) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(step + "-");
        threads.setConcurrencyLimit(partitions);
        TaskExecutorPartitionHandler handler = new TaskExecutorPartitionHandler();
        handler.setTaskExecutor(threads);
        handler.setGridSize(partitions);
        handler.setStep(worker);
        return handler;
    }
}
