package io.fallow.job.step;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** How long each step of a run took, over all its executions, in the order in which they first began. */
public final class StepTimes {

    private final JobRepository repository;

    public StepTimes(JobRepository repository) {
        this.repository = repository;
    }

    /** Seconds by step name; partitions count within their step, the running step up to now. */
    public Map<String, Double> of(StepExecution running) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        repository.getJobExecutions(running.getJobExecution().getJobInstance()).stream()
                .sorted(java.util.Comparator.comparing(JobExecution::getId))
                .flatMap(execution -> execution.getStepExecutions().stream()
                        .sorted(java.util.Comparator.comparing(StepExecution::getId)))
                .filter(step -> !step.getStepName().contains(":"))
                .forEach(step ->
                        seconds.merge(step.getStepName(), seconds(step, step.getId() == running.getId()), Double::sum));
        return seconds;
    }

    /** A step that was killed ended when it was last heard of. */
    private static double seconds(StepExecution step, boolean running) {
        LocalDateTime start = step.getStartTime();
        LocalDateTime end =
                running ? LocalDateTime.now() : step.getEndTime() == null ? step.getLastUpdated() : step.getEndTime();
        return start == null || end == null
                ? 0
                : Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
    }
}
