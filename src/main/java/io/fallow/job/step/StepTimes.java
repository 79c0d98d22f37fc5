package io.fallow.job.step;

import java.time.Clock;
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
    private final Clock clock;

    public StepTimes(JobRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Seconds by step name; partitions count within their step, the running step up to now. */
    public Map<String, Double> of(StepExecution running) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        repository.getJobExecutions(running.getJobExecution().getJobInstance()).stream()
                .sorted(java.util.Comparator.comparing(JobExecution::getId))
                .flatMap(execution -> execution.getStepExecutions().stream()
                        .sorted(java.util.Comparator.comparing(StepExecution::getId)))
                .filter(step -> !step.getStepName().contains(":"))
                .forEach(step -> seconds.merge(step.getStepName(), seconds(step), Double::sum));
        return seconds;
    }

    private double seconds(StepExecution step) {
        LocalDateTime start = step.getStartTime();
        if (start == null) {
            return 0;
        }
        LocalDateTime end = step.getEndTime() == null ? LocalDateTime.now(clock) : step.getEndTime();
        return Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
    }
}
