package io.fallow.cli.night;

import io.fallow.cli.frame.Funnel;
import io.fallow.cli.frame.ShardedCommand;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import io.fallow.run.Preview;
import io.fallow.run.PreviewDifference;
import io.fallow.run.PreviewReport;
import io.fallow.settings.Settings;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.FleetPreview;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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
public final class PreviewCommand extends ShardedCommand<PreviewCommand.Answered> {

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "The business date; default: today in the policy's zone.")
    @Nullable
    LocalDate date;

    /** One or the other, as was asked. */
    record Answered(
            @Nullable PreviewReport report, @Nullable PreviewDifference difference) {

        /** Under the configured policy. */
        PreviewReport now() {
            return difference == null ? Objects.requireNonNull(report) : difference.now();
        }
    }

    @Override
    protected Answered ask(ConfigurableApplicationContext context) {
        Preview preview = context.getBean(Preview.class);
        Policy configured = configured(context.getBean(Settings.class));
        return policyFile == null
                ? new Answered(preview.of(date, configured), null)
                : new Answered(null, preview.compare(date, configured, policy(context)));
    }

    private static Policy configured(Settings settings) {
        return new PolicyFile(settings.policyFile()).read();
    }

    @Override
    protected Object json(Answered answered) {
        return answered.difference() == null ? answered.now() : answered.difference();
    }

    @Override
    protected void print(PrintWriter out, Answered answered) {
        if (answered.difference() == null) {
            print(out, answered.now());
        } else {
            print(out, answered.difference());
        }
    }

    /** Under the configured policy, with the limits that all shards together would be over. */
    @Override
    protected Object totals(Fleet fleet, List<Answer<Answered>> answers) {
        return FleetPreview.of(
                fleet,
                given(answers).stream().map(Answered::now).toList(),
                missing(answers),
                configured(fleet.settings()));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        FleetPreview preview = (FleetPreview) totals;
        print(out, preview.report());
        if (!preview.missing().isEmpty()) {
            out.println("Not in these figures: " + String.join(", ", preview.missing()) + ".");
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
