package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FleetTotals;
import io.fallow.cli.frame.Funnel;
import io.fallow.cli.frame.ShardedCommand;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.run.UsageException;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.Totals;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Shows what a night did; of one that awaits approval, what it would do.",
        footer = {
            "",
            "Example: fallow report --date 2026-11-24",
            "Exit codes: those that `fallow run` ended with, 2 when there was none."
        })
public final class ReportCommand extends ShardedCommand<Run> {

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The business date.")
    @Nullable
    LocalDate date;

    @Override
    protected Run ask(ConfigurableApplicationContext context) {
        LocalDate wanted = Objects.requireNonNull(date);
        return context.getBean(Runs.class)
                .of(wanted)
                .orElseThrow(() ->
                        new UsageException("there is no run of " + wanted + "; `fallow runs` lists those there are"));
    }

    @Override
    protected ExitCode code(Run run) {
        return ExitCode.of(run.status());
    }

    @Override
    protected Object json(Run run) {
        return run.report() == null ? unfinished(run) : RunReport.fromJson(run.report());
    }

    private static Map<String, Object> unfinished(Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.runId());
        json.put("businessDate", run.businessDate());
        json.put("status", run.status());
        json.put("problem", run.error());
        json.put("plan", plan(run));
        json.put("digest", run.planDigest());
        return json;
    }

    private static @Nullable PlanSummary plan(Run run) {
        return run.planSummary() == null ? null : PlanSummary.fromJson(run.planSummary());
    }

    @Override
    protected void print(PrintWriter out, Run run) {
        if (run.report() != null) {
            new Funnel(out).print(RunReport.fromJson(run.report()));
            return;
        }
        out.println("Run " + run.runId() + " of " + run.businessDate() + ": " + run.status()
                + (run.error() == null ? "" : ", " + run.error()));
        PlanSummary plan = plan(run);
        if (plan != null) {
            plan.over().forEach(over -> out.println("Over a limit: " + over));
            out.printf("%n%-9s  %-14s  %-40s  %10s%n", "would", "cohort", "excluded for", "accounts");
            plan.counts()
                    .forEach(count -> out.printf(
                            "%-9s  %-14s  %-40s  %,10d%n",
                            count.verdict(), count.cohort(), String.join(", ", count.excludedFor()), count.n()));
            out.println("Samples to protect: " + plan.protectSample());
            out.println("Samples to recycle: " + plan.recycleSample());
            out.println("Digest: " + run.planDigest());
        }
    }

    /** Of a shard that is down now the control database has what it reported. */
    @Override
    protected Object totals(Fleet fleet, List<Answer<Run>> answers) {
        LocalDate wanted = Objects.requireNonNull(date);
        List<RunReport> reports = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Answer<Run> answer : answers) {
            Optional<RunReport> report = answer.problem() == null
                    ? Optional.ofNullable(answer.get().report()).map(RunReport::fromJson)
                    : kept(fleet, wanted, answer.shard());
            report.ifPresentOrElse(reports::add, () -> missing.add(answer.shard()));
        }
        return Totals.of(wanted, reports, missing);
    }

    private static Optional<RunReport> kept(Fleet fleet, LocalDate date, String shard) {
        return fleet.main().isUp()
                ? fleet.main().requireUp().getBean(ShardNights.class).report(date, shard)
                : Optional.empty();
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        FleetTotals.print(out, (Totals) totals);
    }
}
