package io.fallow.cli;

import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import io.fallow.run.Preview;
import io.fallow.run.PreviewDifference;
import io.fallow.run.PreviewReport;
import io.fallow.settings.Settings;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the figures that `run` would give, changing nothing. With another policy (--policy) it says what would differ, and shows"
                    + " sample accounts."
        },
        footer = {"", "Example: fallow preview --policy stricter.yaml"})
final class PreviewCommand extends FallowCommand {

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "The business date; default: today in the policy's zone.")
    @Nullable
    LocalDate date;

    @Override
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Preview preview = context.getBean(Preview.class);
            Policy configured = new PolicyFile(context.getBean(Settings.class).policyFile()).read();
            if (policyFile == null) {
                PreviewReport report = preview.of(date, configured);
                output.result(report, out -> print(out, report));
            } else {
                PreviewDifference difference = preview.compare(date, configured, policy(context));
                output.result(difference, out -> print(out, difference));
            }
            return ExitCode.COMPLETED;
        }
    }

    private static void print(PrintWriter out, PreviewReport report) {
        out.println(
                report.done()
                        ? "This night was run already; these are its figures."
                        : "Nothing was changed; a run would give:");
        new Funnel(out)
                .print(new RunReport(
                        0,
                        report.businessDate(),
                        report.over().isEmpty() ? Run.Status.COMPLETED : Run.Status.AWAITING_APPROVAL,
                        report.accounts(),
                        report.counts(),
                        report.excludedFor(),
                        new TreeMap<>(),
                        List.of(),
                        null));
        report.over().forEach(over -> out.println("Over a limit: " + over));
    }

    private void print(PrintWriter out, PreviewDifference difference) {
        out.println("Under the configured policy:");
        print(out, difference.now());
        out.println("Under " + policyFile + ":");
        print(out, difference.other());
        if (difference.differing().isEmpty()) {
            out.println("Nothing would differ tonight.");
        }
        difference
                .differing()
                .forEach((kind, n) -> out.printf(
                        "  %-24s %,12d   such as %s%n",
                        kind, n, difference.samples().get(kind)));
    }
}
