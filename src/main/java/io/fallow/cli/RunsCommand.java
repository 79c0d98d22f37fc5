package io.fallow.cli;

import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import io.fallow.ledger.Runs;
import io.fallow.run.UsageException;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the latest runs, newest first.",
        footer = {"", "Example: fallow runs"})
final class RunsCommand extends FallowCommand {

    @Option(names = "--limit", paramLabel = "N", description = "How many; default: ${DEFAULT-VALUE}.")
    int limit = 20;

    @Override
    ExitCode execute() {
        if (limit < 1) {
            throw new UsageException("--limit is " + limit + "; it must be 1 or more");
        }
        try (ConfigurableApplicationContext context = application()) {
            List<Run> runs = context.getBean(Runs.class).recent(limit);
            output.result(runs, out -> {
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
            });
            return ExitCode.COMPLETED;
        }
    }
}
