package io.fallow.run;

import io.fallow.job.NightlyRecycling;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Marks as failed what a killed process left as running, so that it can be restarted. Spring Batch never asks whether the owner is
 * dead: only whoever holds the run lock may call this.
 */
public final class DeadExecutions {

    private static final Logger log = LoggerFactory.getLogger(DeadExecutions.class);

    private final JobRepository repository;

    public DeadExecutions(JobRepository repository) {
        this.repository = repository;
    }

    @Nullable
    JobInstance instanceOf(JobParameters parameters) {
        return repository.getJobInstance(NightlyRecycling.NAME, parameters);
    }

    /** Whether a run's step was completed, so that continuing the run does not do it again. */
    boolean hasCompleted(JobParameters parameters, String step) {
        JobInstance instance = instanceOf(parameters);
        StepExecution last = instance == null ? null : repository.getLastStepExecution(instance, step);
        return last != null && last.getStatus() == BatchStatus.COMPLETED;
    }

    /** Forgets what a run of the same date left that was abandoned before it decided anything: a new one begins at its first step. */
    void forget(JobParameters parameters) {
        JobInstance instance = instanceOf(parameters);
        if (instance != null) {
            repository.deleteJobInstance(instance);
        }
    }

    void bury(JobParameters parameters) {
        JobInstance instance = instanceOf(parameters);
        if (instance == null) {
            return;
        }
        if (repository.getJobExecutions(instance).isEmpty()) {
            log.info("removing the trace of a launch that died before it began");
            repository.deleteJobInstance(instance);
            return;
        }
        repository.getJobExecutions(instance).forEach(this::bury);
    }

    private void bury(JobExecution execution) {
        for (StepExecution step : execution.getStepExecutions()) {
            if (isOpen(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED.addExitDescription("its process died"));
                step.setEndTime(
                        step.getLastUpdated() == null
                                ? LocalDateTime.now(ZoneId.systemDefault())
                                : step.getLastUpdated());
                repository.update(step);
            }
        }
        if (isOpen(execution.getStatus())) {
            log.info("execution {} is recovered: its process died", execution.getId());
            execution.setStatus(BatchStatus.FAILED);
            execution.setExitStatus(ExitStatus.FAILED.addExitDescription("its process died"));
            execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
            repository.update(execution);
        }
    }

    private static boolean isOpen(BatchStatus status) {
        return status.isRunning() || status == BatchStatus.UNKNOWN;
    }
}
