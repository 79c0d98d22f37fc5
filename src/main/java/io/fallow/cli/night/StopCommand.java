package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.ShardedCommand;
import io.fallow.run.Stopping;
import io.fallow.run.Stopping.Outcome;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = {
            "Stops the night that another process runs, at its next chunk, and waits for it (fallow.stop-timeout). What was committed"
                    + " stays, `fallow rerun` continues the rest. SIGTERM to the process does the same."
        },
        footer = {
            "",
            "Example: fallow stop",
            "Exit codes: 0 nothing is running any more (also when nothing was), 1 it still runs, 2 wrong usage or configuration."
        })
public final class StopCommand extends ShardedCommand<Outcome> {

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "The run of this number; default: the one that is running.")
    @Nullable
    Long run;

    @Option(names = "--by", paramLabel = "NAME", description = "Who wishes it; default: fallow.operator.")
    @Nullable
    String by;

    @Override
    protected Outcome ask(ConfigurableApplicationContext context) {
        return context.getBean(Stopping.class)
                .stop(
                        run,
                        operator(context, by),
                        context.getBean(Settings.class).stopTimeout());
    }

    @Override
    protected List<Answer<Outcome>> askAll(Fleet fleet) {
        if (run != null) {
            throw new UsageException("each shard numbers its runs itself: name the one of run " + run
                    + " with --shard, of " + String.join(", ", fleet.names()));
        }
        return super.askAll(fleet);
    }

    @Override
    protected ExitCode code(Outcome outcome) {
        return outcome.ended() ? ExitCode.COMPLETED : ExitCode.FAILED;
    }

    @Override
    protected Object json(Outcome outcome) {
        return outcome;
    }

    @Override
    protected void print(PrintWriter out, Outcome outcome) {
        out.println(outcome.message());
    }

    /** @param ended whether no shard's night is known to run any more */
    record Total(boolean ended, List<String> missing) {}

    @Override
    protected Object totals(Fleet fleet, List<Answer<Outcome>> answers) {
        return new Total(
                missing(answers).isEmpty() && given(answers).stream().allMatch(Outcome::ended), missing(answers));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        out.println(
                ((Total) totals).ended() ? "No night is running any more." : "It is not known that none is running.");
    }
}
