package io.fallow.job.step;

import io.fallow.ledger.base.Tally;
import io.fallow.ledger.runs.Outcomes;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import io.fallow.ledger.runs.RunReport.StepReport;
import io.fallow.ledger.runs.Tallies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInstance;

/** Reports a run from what its steps counted and what the rows show: of a completed run, and of one that has come to a stop. */
public final class Reporting {

    private final Outcomes outcomes;
    private final Tallies tallies;
    private final StepTimes times;

    public Reporting(Outcomes outcomes, Tallies tallies, StepTimes times) {
        this.outcomes = outcomes;
        this.tallies = tallies;
        this.times = times;
    }

    /**
     * @param instance null when no step has begun
     * @param became one outcome for each account looked at; empty as long as the run has not been reconciled
     */
    public RunReport report(
            Run run,
            Run.Status status,
            @Nullable JobInstance instance,
            SortedMap<String, Long> became,
            @Nullable String seal) {
        Map<String, Map<String, Long>> counted = tallies.of(run.runId());
        SortedMap<String, Long> events = outcomes.events(run.runId(), run.businessDate());
        Counts counts = new Counts(
                total(counted, Tally.SCANNED),
                events.getOrDefault("DORMANT", 0L),
                total(counted, Tally.EXCLUDED),
                events.getOrDefault("PROTECTED", 0L),
                events.getOrDefault("WARNED", 0L),
                events.getOrDefault("RECYCLED", 0L),
                events.getOrDefault("RELEASED", 0L),
                events.getOrDefault("ACTIVE", 0L),
                events.getOrDefault("SET_ASIDE", 0L));
        return new RunReport(
                run.runId(),
                run.businessDate(),
                status,
                run.accounts(),
                counts,
                excludedFor(counted),
                became,
                instance == null ? List.of() : steps(instance, counted),
                seal);
    }

    /** How many accounts the run has looked at, each counted once. */
    public long scanned(long runId) {
        return total(tallies.of(runId), Tally.SCANNED);
    }

    private List<StepReport> steps(JobInstance instance, Map<String, Map<String, Long>> counted) {
        List<StepReport> steps = new ArrayList<>();
        times.of(instance).forEach((name, time) -> {
            Map<String, Long> counts = counted.getOrDefault(name, Map.of());
            steps.add(new StepReport(
                    name,
                    time.status(),
                    counts.getOrDefault(Tally.READ, 0L),
                    counts.getOrDefault(Tally.WRITTEN, 0L),
                    counts.getOrDefault(Tally.SKIPPED, 0L),
                    time.seconds()));
        });
        return steps;
    }

    private static long total(Map<String, Map<String, Long>> counted, String counter) {
        return counted.values().stream()
                .mapToLong(step -> step.getOrDefault(counter, 0L))
                .sum();
    }

    private static SortedMap<String, Long> excludedFor(Map<String, Map<String, Long>> counted) {
        SortedMap<String, Long> excludedFor = new TreeMap<>();
        counted.values()
                .forEach(step -> step.forEach((counter, n) -> {
                    if (counter.startsWith(Tally.EXCLUDED_FOR)) {
                        excludedFor.merge(counter.substring(Tally.EXCLUDED_FOR.length()), n, Long::sum);
                    }
                }));
        return excludedFor;
    }
}
