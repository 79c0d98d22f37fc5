package io.fallow.shard;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all shards together did.
 *
 * @param shards how many there are, and how many of them have completed the night
 * @param missing those of which nothing is in these figures
 * @param reconciled whether every shard's night is completed and the outcomes of all add up to the accounts looked at
 */
public record Totals(
        LocalDate businessDate,
        int shards,
        int completed,
        List<String> missing,
        long accounts,
        Counts counts,
        SortedMap<String, Long> excludedFor,
        SortedMap<String, Long> outcomes,
        boolean reconciled) {

    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** @param reports of the shards that gave one */
    public static Totals of(LocalDate businessDate, Collection<RunReport> reports, List<String> missing) {
        Counts counts = reports.stream().map(RunReport::counts).reduce(NOTHING, Totals::plus);
        SortedMap<String, Long> excludedFor = new TreeMap<>();
        SortedMap<String, Long> outcomes = new TreeMap<>();
        long accounts = 0;
        int completed = 0;
        for (RunReport report : reports) {
            report.excludedFor().forEach((reason, n) -> excludedFor.merge(reason, n, Long::sum));
            report.outcomes().forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
            accounts += report.accounts() == null ? 0 : report.accounts();
            completed += report.status() == Run.Status.COMPLETED ? 1 : 0;
        }
        int shards = reports.size() + missing.size();
        boolean reconciled = completed == shards
                && outcomes.values().stream().mapToLong(Long::longValue).sum() == counts.scanned();
        return new Totals(
                businessDate, shards, completed, missing, accounts, counts, excludedFor, outcomes, reconciled);
    }

    private static Counts plus(Counts one, Counts other) {
        return new Counts(
                one.scanned() + other.scanned(),
                one.dormant() + other.dormant(),
                one.excluded() + other.excluded(),
                one.protectedAccounts() + other.protectedAccounts(),
                one.warned() + other.warned(),
                one.recycled() + other.recycled(),
                one.released() + other.released(),
                one.returned() + other.returned(),
                one.setAside() + other.setAside());
    }
}
