package io.fallow.cli.frame;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.shard.Totals;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/** The reports of shards, added up and told. */
public final class FleetTotals {

    private FleetTotals() {}

    /** Of the latest night among the reports: one that is still at an earlier night is missing in it. */
    public static Totals of(List<RunReport> reports, List<String> missing) {
        LocalDate date = reports.stream()
                .map(RunReport::businessDate)
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.EPOCH);
        return Totals.of(date, reports, missing);
    }

    public static void print(PrintWriter out, Totals totals) {
        Run.Status status = totals.completed() == totals.shards() ? Run.Status.COMPLETED : Run.Status.RUNNING;
        new Funnel(out)
                .print(new RunReport(
                        0,
                        totals.businessDate(),
                        status,
                        totals.accounts(),
                        totals.counts(),
                        totals.excludedFor(),
                        totals.outcomes(),
                        List.of(),
                        null));
        out.println(totals.completed() + " of " + totals.shards() + " shards have completed the night"
                + (totals.reconciled() ? "; every account looked at has one outcome." : "."));
        if (!totals.missing().isEmpty()) {
            out.println("Not in these figures: " + String.join(", ", totals.missing()) + ".");
        }
    }
}
