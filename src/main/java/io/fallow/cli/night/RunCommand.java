package io.fallow.cli.night;

import io.fallow.cli.frame.Progress;
import io.fallow.lifecycle.Policy;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.FleetNights;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a night done: starts it, or continues one that failed, was stopped or was killed. A night that is done stays as"
                    + " it is; an unfinished earlier night is finished first."
        },
        footer = {
            "",
            "Example, from cron: fallow run",
            "Exit codes: 0 completed (also when it was before), 1 failed or stopped: rerun, 2 wrong usage or configuration, 3 awaiting approval,"
                    + " 4 another run is in progress, 5 inputs unsafe."
        })
public final class RunCommand extends NightCommand {

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "The business date; default: today in the policy's zone.")
    @Nullable
    LocalDate date;

    @Override
    protected NightResult ask(ConfigurableApplicationContext context) {
        try (Progress progress = Progress.of(context)) {
            Policy policy = policy(context);
            return made(
                    context, policy, () -> context.getBean(NightRunner.class).run(date, policy));
        }
    }

    @Override
    protected List<Answer<NightResult>> askAll(Fleet fleet) {
        return new FleetNights(fleet).run(date, policy(fleet.settings()), wanted(fleet));
    }
}
