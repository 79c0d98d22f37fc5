package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.run.Approvals;
import io.fallow.run.UsageException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inputs",
        mixinStandardHelpOptions = true,
        description = "Lets a run go on whose inputs looked unsafe, where a person knows that they are right.",
        subcommands = InputsCommand.Accept.class)
public final class InputsCommand extends FallowCommand {

    @Override
    protected ExitCode execute() {
        throw new UsageException("say what becomes of the inputs: fallow inputs accept RUN --by NAME --reason TEXT");
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = {
                "Lets the late arrivals of a run in: accounts that the last full sweep should have found idle, and did not.",
                "Exactly those that the run has now; they are protected after inputs.late-grace at the earliest. Whoever started the"
                        + " run cannot. `fallow rerun` then goes on."
            },
            footer = {"", "Example: fallow inputs accept 12 --by 'Li Na' --reason 'accounts of the shop we bought'"})
    static final class Accept extends FallowCommand {

        @Parameters(paramLabel = "RUN", description = "The run's number; `fallow runs` lists them.")
        long run;

        @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who accepts them.")
        String by = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
        String reason = "";

        /** @param accepted how many accounts */
        record Accepted(long runId, long accepted) {}

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                Accepted done =
                        new Accepted(run, context.getBean(Approvals.class).acceptLate(run, by, reason));
                output.result(
                        done,
                        out -> out.println(done.accepted() + " late arrivals of run " + run + " are accepted by " + by
                                + "; `fallow rerun` goes on."));
                return ExitCode.COMPLETED;
            }
        }
    }
}
