package io.fallow.cli.night;

import io.fallow.cli.frame.ShardedCommand;
import io.fallow.ledger.acts.Standings;
import io.fallow.ledger.acts.Standings.Standing;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Says how the latest run ended, what is unfinished, how many accounts stand where, and how many are due.",
        footer = {"", "Example: fallow status --output json"})
public final class StatusCommand extends ShardedCommand<StatusCommand.Status> {

    /** @param accounts how many stand where */
    record Status(
            LocalDate today, @Nullable Run latest, @Nullable Run unfinished, List<Standing> accounts) {}

    /** @param missing shards that are not in these figures */
    record Total(List<Standing> accounts, List<String> missing) {}

    @Override
    protected Status ask(ConfigurableApplicationContext context) {
        Runs runs = context.getBean(Runs.class);
        LocalDate today = LocalDate.now(
                context.getBean(Clock.class).withZone(policy(context).zone()));
        return new Status(
                today,
                runs.recent(1).stream().findFirst().orElse(null),
                runs.unfinished().orElse(null),
                context.getBean(Standings.class).on(today));
    }

    @Override
    protected Object json(Status status) {
        return status;
    }

    @Override
    protected void print(PrintWriter out, Status status) {
        out.println("Today is " + status.today() + ".");
        out.println(status.latest() == null ? "No night was ever run." : "Latest run: " + line(status.latest()));
        if (status.unfinished() != null) {
            out.println("Unfinished: " + line(status.unfinished()));
        }
        print(out, status.accounts());
    }

    private static void print(PrintWriter out, List<Standing> standings) {
        out.printf("%n%-10s  %12s  %12s%n", "state", "accounts", "due");
        standings.forEach(
                standing -> out.printf("%-10s  %,12d  %,12d%n", standing.state(), standing.accounts(), standing.due()));
    }

    @Override
    protected Object totals(Fleet fleet, List<Answer<Status>> answers) {
        Map<String, Standing> sums = new TreeMap<>();
        given(answers).stream()
                .flatMap(status -> status.accounts().stream())
                .forEach(standing -> sums.merge(
                        standing.state(),
                        standing,
                        (one, other) ->
                                new Standing(one.state(), one.accounts() + other.accounts(), one.due() + other.due())));
        return new Total(List.copyOf(sums.values()), missing(answers));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        Total total = (Total) totals;
        print(out, total.accounts());
        if (!total.missing().isEmpty()) {
            out.println("Not in these figures: " + String.join(", ", total.missing()) + ".");
        }
    }

    private static String line(Run run) {
        return "run " + run.runId() + " of " + run.businessDate() + ", " + run.status()
                + (run.error() == null ? "" : ": " + run.error());
    }
}
