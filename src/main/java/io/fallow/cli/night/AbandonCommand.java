package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.ledger.runs.Run;
import io.fallow.run.Approvals;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        description =
                "Gives an unfinished run up for good. Thresholds are cumulative: the next night makes good what it left.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 4 the run is in progress."})
public final class AbandonCommand extends FallowCommand {

    @Parameters(paramLabel = "RUN", description = "The run's number; `fallow runs` lists them.")
    long run;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who does; default: fallow.operator.")
    @Nullable
    String by;

    @Override
    protected ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Run abandoned = context.getBean(Approvals.class).abandon(run, operator(context, by), reason);
            output.result(
                    abandoned, out -> out.println("Run " + run + " of " + abandoned.businessDate() + " is abandoned."));
            return ExitCode.COMPLETED;
        }
    }
}
