package io.fallow.cli;

import io.fallow.run.Stopping;
import io.fallow.run.Stopping.Outcome;
import io.fallow.settings.Settings;
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
final class StopCommand extends FallowCommand {

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
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Outcome outcome = context.getBean(Stopping.class)
                    .stop(
                            run,
                            operator(context, by),
                            context.getBean(Settings.class).stopTimeout());
            output.result(outcome, out -> out.println(outcome.message()));
            return outcome.ended() ? ExitCode.COMPLETED : ExitCode.FAILED;
        }
    }
}
