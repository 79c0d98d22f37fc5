package io.fallow.job.step;

import io.fallow.job.chunk.Nights;
import io.fallow.ledger.Night;
import io.fallow.ledger.Outcomes;
import io.fallow.ledger.Plan;
import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import io.fallow.ledger.RunReport.Counts;
import io.fallow.ledger.RunReport.StepReport;
import io.fallow.ledger.Runs;
import io.fallow.ledger.Seals;
import io.fallow.ledger.Tallies;
import io.fallow.ledger.Tally;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Each account looked at has exactly one outcome, and outcomes counted from rows must add up to what the steps counted, or the run
 * fails. Then the decisions are sealed and the report is written, in one transaction with the run's completion.
 */
public final class ReconcileRun implements Tasklet {

    public static final String NAME = "reconcileRun";

    private final Outcomes outcomes;
    private final Tallies tallies;
    private final Seals seals;
    private final Plan plan;
    private final Runs runs;
    private final StepTimes times;

    public ReconcileRun(Outcomes outcomes, Tallies tallies, Seals seals, Plan plan, Runs runs, StepTimes times) {
        this.outcomes = outcomes;
        this.tallies = tallies;
        this.seals = seals;
        this.plan = plan;
        this.runs = runs;
        this.times = times;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        Night night = new Nights(runs).of(contribution.getStepExecution());
        runs.checkFence(night);
        Map<String, Map<String, Long>> counted = tallies.of(night.runId());
        SortedMap<String, Long> became = outcomes.of(night);
        long scanned = total(counted, Tally.SCANNED);
        long accounted = became.values().stream().mapToLong(Long::longValue).sum();
        if (scanned != accounted) {
            throw new IllegalStateException("run " + night.runId() + " does not add up: " + scanned
                    + " accounts were scanned, but the rows show an outcome for " + accounted + ": " + became);
        }
        RunReport report = report(night, contribution, counted, became, seals.seal(night.runId()));
        plan.clear();
        runs.complete(
                night,
                report.toJson(),
                report.counts().protectedAccounts(),
                report.counts().recycled());
        return RepeatStatus.FINISHED;
    }

    private RunReport report(
            Night night,
            StepContribution contribution,
            Map<String, Map<String, Long>> counted,
            SortedMap<String, Long> became,
            String seal) {
        SortedMap<String, Long> events = outcomes.events(night);
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
        List<StepReport> steps = times.of(contribution.getStepExecution()).entrySet().stream()
                .map(step -> step(step.getKey(), step.getValue(), counted.getOrDefault(step.getKey(), Map.of())))
                .toList();
        return new RunReport(
                night.runId(),
                night.businessDate(),
                Run.Status.COMPLETED,
                runs.byId(night.runId()).orElseThrow().accounts(),
                counts,
                excludedFor(counted),
                became,
                steps,
                seal);
    }

    private static StepReport step(String name, double seconds, Map<String, Long> counts) {
        return new StepReport(
                name,
                "COMPLETED",
                counts.getOrDefault(Tally.READ, 0L),
                counts.getOrDefault(Tally.WRITTEN, 0L),
                counts.getOrDefault(Tally.SKIPPED, 0L),
                seconds);
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
