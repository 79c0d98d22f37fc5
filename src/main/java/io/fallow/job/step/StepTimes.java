package io.fallow.job.step;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** How each step of a run ended and how long it took over all its executions, in the order in which they first began. */
public final class StepTimes {

    private final JobRepository repository;

    public StepTimes(JobRepository repository) {
        this.repository = repository;
    }

    /** @param status of the latest execution */
    public record StepTime(String status, double seconds) {

        StepTime then(StepTime later) {
            return new StepTime(later.status, seconds + later.seconds);
        }
    }

    /** By step name; partitions count within their step, a running step up to now. */
    public Map<String, StepTime> of(JobInstance instance) {
        Map<String, StepTime> times = new LinkedHashMap<>();
        repository.getJobExecutions(instance).stream()
                .sorted(Comparator.comparing(JobExecution::getId))
                .flatMap(execution ->
                        execution.getStepExecutions().stream().sorted(Comparator.comparing(StepExecution::getId)))
                .filter(step -> !step.getStepName().contains(":"))
                .forEach(step -> times.merge(step.getStepName(), time(step), StepTime::then));
        return times;
    }

    /** A step that reconciles the run is still running when it reports, and ends with the run. */
    private static StepTime time(StepExecution step) {
        boolean running = step.getStatus().isRunning();
        LocalDateTime start = step.getStartTime();
        LocalDateTime end = step.getEndTime() != null
                ? step.getEndTime()
                : running ? LocalDateTime.now(ZoneId.systemDefault()) : step.getLastUpdated();
        double seconds = start == null || end == null
                ? 0
                : Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
        boolean ends = running && step.getStepName().equals(ReconcileRun.NAME);
        return new StepTime(ends ? "COMPLETED" : step.getStatus().name(), seconds);
    }
}
