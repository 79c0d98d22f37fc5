package io.fallow.cli;

import io.fallow.ledger.Run;
import io.fallow.ledger.Runs;
import io.fallow.ledger.Standings;
import io.fallow.ledger.Standings.Standing;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Says how the latest run ended, what is unfinished, how many accounts stand where, and how many are due.",
        footer = {"", "Example: fallow status --output json"})
final class StatusCommand extends FallowCommand {

    @Override
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Runs runs = context.getBean(Runs.class);
            LocalDate today = LocalDate.now(
                    context.getBean(Clock.class).withZone(policy(context).zone()));
            List<Run> latest = runs.recent(1);
            List<Run> unfinished = runs.unfinished().stream().toList();
            List<Standing> standings = context.getBean(Standings.class).on(today);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("today", today);
            json.put("latest", latest.isEmpty() ? null : latest.get(0));
            json.put("unfinished", unfinished.isEmpty() ? null : unfinished.get(0));
            json.put("accounts", standings);
            output.result(json, out -> {
                out.println("Today is " + today + ".");
                out.println(latest.isEmpty() ? "No night was ever run." : "Latest run: " + line(latest.get(0)));
                unfinished.forEach(run -> out.println("Unfinished: " + line(run)));
                out.printf("%n%-10s  %12s  %12s%n", "state", "accounts", "due");
                standings.forEach(standing ->
                        out.printf("%-10s  %,12d  %,12d%n", standing.state(), standing.accounts(), standing.due()));
            });
            return ExitCode.COMPLETED;
        }
    }

    private static String line(Run run) {
        return "run " + run.runId() + " of " + run.businessDate() + ", " + run.status()
                + (run.error() == null ? "" : ": " + run.error());
    }
}
