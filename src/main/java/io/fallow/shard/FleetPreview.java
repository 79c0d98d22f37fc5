package io.fallow.shard;

import io.fallow.job.step.CheckLimits;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.ledger.runs.ShardNights.Numbers;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PreviewReport;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all shards together would do.
 *
 * @param missing shards that are not in these figures
 */
public record FleetPreview(PreviewReport report, List<String> missing) {

    /** @param previews of the shards that gave one, under the policy */
    public static FleetPreview of(Fleet fleet, List<PreviewReport> previews, List<String> missing, Policy policy) {
        LocalDate date = previews.stream()
                .map(PreviewReport::businessDate)
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.EPOCH);
        Totals totals =
                Totals.of(date, previews.stream().map(FleetPreview::asReport).toList(), missing);
        SortedMap<String, SortedMap<String, Long>> cohorts = new TreeMap<>();
        previews.forEach(preview -> preview.cohorts()
                .forEach((cohort, verdicts) -> verdicts.forEach((verdict, n) ->
                        cohorts.computeIfAbsent(cohort, name -> new TreeMap<>()).merge(verdict, n, Long::sum))));
        boolean done = !previews.isEmpty() && previews.stream().allMatch(PreviewReport::done);
        Numbers numbers =
                new Numbers(totals.counts().protectedAccounts(), totals.counts().recycled(), totals.accounts());
        List<String> over = done ? List.of() : over(fleet, policy, numbers);
        return new FleetPreview(
                new PreviewReport(date, done, totals.accounts(), totals.counts(), totals.excludedFor(), cohorts, over),
                missing);
    }

    private static List<String> over(Fleet fleet, Policy policy, Numbers numbers) {
        return CheckLimits.over(
                        policy,
                        numbers,
                        verdict -> fleet.main().isUp()
                                ? fleet.main()
                                        .requireUp()
                                        .getBean(ShardNights.class)
                                        .medianOfRecentNights(verdict)
                                : OptionalDouble.empty())
                .stream()
                .map(sentence -> "all shards together: " + sentence)
                .toList();
    }

    private static RunReport asReport(PreviewReport preview) {
        return new RunReport(
                0,
                preview.businessDate(),
                Run.Status.RUNNING,
                preview.accounts(),
                preview.counts(),
                preview.excludedFor(),
                new TreeMap<>(),
                List.of(),
                null);
    }
}
