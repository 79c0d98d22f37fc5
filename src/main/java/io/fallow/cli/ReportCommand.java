package io.fallow.cli;

import io.fallow.ledger.PlanSummary;
import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import io.fallow.ledger.Runs;
import io.fallow.run.UsageException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
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
final class ReportCommand extends FallowCommand {

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The business date.")
    @Nullable
    LocalDate date;

    @Override
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            LocalDate wanted = date;
            Run run = wanted == null
                    ? null
                    : context.getBean(Runs.class).of(wanted).orElse(null);
            if (run == null) {
                throw new UsageException("there is no run of " + wanted + "; `fallow runs` lists those there are");
            }
            if (run.report() != null) {
                RunReport report = RunReport.fromJson(run.report());
                output.result(report, out -> new Funnel(out).print(report));
            } else {
                unfinished(run);
            }
            return ExitCode.of(run.status());
        }
    }

    private void unfinished(Run run) {
        PlanSummary plan = run.planSummary() == null ? null : PlanSummary.fromJson(run.planSummary());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.runId());
        json.put("businessDate", run.businessDate());
        json.put("status", run.status());
        json.put("problem", run.error());
        json.put("plan", plan);
        json.put("digest", run.planDigest());
        output.result(json, out -> {
            out.println("Run " + run.runId() + " of " + run.businessDate() + ": " + run.status()
                    + (run.error() == null ? "" : ", " + run.error()));
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
        });
    }
}
