package io.fallow.cli.night;

import io.fallow.cli.frame.ShardedCommand;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.run.UsageException;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.Totals;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the latest runs, newest first.",
        footer = {"", "Example: fallow runs"})
public final class RunsCommand extends ShardedCommand<List<Run>> {

    @Option(names = "--limit", paramLabel = "N", description = "How many; default: ${DEFAULT-VALUE}.")
    int limit = 20;

    @Override
    protected List<Run> ask(ConfigurableApplicationContext context) {
        if (limit < 1) {
            throw new UsageException("--limit is " + limit + "; it must be 1 or more");
        }
        return context.getBean(Runs.class).recent(limit);
    }

    @Override
    protected Object json(List<Run> runs) {
        return runs;
    }

    @Override
    protected void print(PrintWriter out, List<Run> runs) {
        out.printf(
                "%6s  %-10s  %-17s  %10s  %9s  %9s  %s%n",
                "run", "date", "status", "protected", "warned", "recycled", "problem");
        for (Run run : runs) {
            RunReport.Counts counts = run.report() == null
                    ? null
                    : RunReport.fromJson(run.report()).counts();
            out.printf(
                    "%6d  %-10s  %-17s  %10s  %9s  %9s  %s%n",
                    run.runId(),
                    run.businessDate(),
                    run.status(),
                    counts == null ? "" : String.format("%,d", counts.protectedAccounts()),
                    counts == null ? "" : String.format("%,d", counts.warned()),
                    counts == null ? "" : String.format("%,d", counts.recycled()),
                    run.error() == null ? "" : run.error());
        }
    }

    /** A night for each date, the latest first. */
    @Override
    protected Object totals(Fleet fleet, List<Answer<List<Run>>> answers) {
        SortedMap<LocalDate, List<RunReport>> nights = new TreeMap<>(Comparator.reverseOrder());
        for (Run run : given(answers).stream().flatMap(List::stream).toList()) {
            List<RunReport> reports = nights.computeIfAbsent(run.businessDate(), date -> new ArrayList<>());
            if (run.report() != null) {
                reports.add(RunReport.fromJson(run.report()));
            }
        }
        List<Totals> totals = new ArrayList<>();
        nights.forEach((date, reports) -> totals.add(Totals.of(
                date,
                reports,
                Collections.nCopies(fleet.names().size() - reports.size(), "a shard without a report"))));
        return totals;
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        out.printf("%-10s  %-10s  %10s  %9s  %9s%n", "date", "completed", "protected", "warned", "recycled");
        for (Object each : (List<?>) totals) {
            Totals night = (Totals) each;
            out.printf(
                    "%-10s  %-10s  %,10d  %,9d  %,9d%n",
                    night.businessDate(),
                    night.completed() + " of " + night.shards(),
                    night.counts().protectedAccounts(),
                    night.counts().warned(),
                    night.counts().recycled());
        }
    }
}
