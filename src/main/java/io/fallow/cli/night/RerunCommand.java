package io.fallow.cli.night;

import io.fallow.cli.frame.Progress;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.UsageException;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.FleetNights;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description =
                "Continues a run that failed, was stopped, was killed or was approved, where it stopped. Insists that there is one.",
        footer = {
            "",
            "Example: fallow rerun",
            "Exit codes: 0 completed, 1 failed: rerun, 2 wrong usage or configuration, or nothing to rerun, 3 awaiting approval,"
                    + " 4 another run is in progress, 5 inputs unsafe."
        })
public final class RerunCommand extends NightCommand {

    @ArgGroup
    @Nullable
    Which which;

    static final class Which {
        @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "The run of this business date.")
        @Nullable
        LocalDate date;

        @Option(names = "--run", paramLabel = "RUN", description = "The run of this number.")
        @Nullable
        Long run;
    }

    @Override
    protected NightResult ask(ConfigurableApplicationContext context) {
        try (Progress progress = Progress.of(context)) {
            Run run = find(context.getBean(Runs.class));
            Policy policy = policy(context);
            return made(
                    context, policy, () -> context.getBean(NightRunner.class).rerun(run, policy));
        }
    }

    /** A shard that was down when the others made the night has no run of it; this makes it there, too. */
    @Override
    protected List<Answer<NightResult>> askAll(Fleet fleet) {
        if (shard == null && which != null && which.run != null) {
            throw new UsageException("each shard numbers its runs itself: rerun all with --date YYYY-MM-DD, or name the"
                    + " one of run " + which.run + " with --shard, of " + String.join(", ", fleet.names()));
        }
        LocalDate date = which == null ? null : which.date;
        if (shard != null && which != null && which.run != null) {
            date = find(fleet.shard(shard).requireUp().getBean(Runs.class)).businessDate();
        }
        return new FleetNights(fleet).rerun(date, policy(fleet.settings()), wanted(fleet));
    }

    private Run find(Runs runs) {
        if (which != null && which.run != null) {
            long number = which.run;
            return runs.byId(number).orElseThrow(() -> new UsageException("there is no run " + number));
        }
        if (which != null && which.date != null) {
            LocalDate date = which.date;
            return runs.of(date).orElseThrow(() -> new UsageException("there is no run of " + date));
        }
        return runs.unfinished()
                .orElseThrow(() -> new UsageException("no run is unfinished, there is nothing to rerun"));
    }
}
