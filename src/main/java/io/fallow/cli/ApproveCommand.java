package io.fallow.cli;

import io.fallow.ledger.Run;
import io.fallow.run.Approvals;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Approves the plan of a run that is over a limit. Whoever started the run cannot. `fallow rerun` then goes on, unless the"
                    + " plan has gained an account since."
        },
        footer = {"", "Example: fallow approve 12 --by 'Li Na' --reason 'first night, counted and sampled'"})
final class ApproveCommand extends FallowCommand {

    @Parameters(paramLabel = "RUN", description = "The run's number; `fallow runs` lists them.")
    long run;

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who approves.")
    String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Override
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Run approved = context.getBean(Approvals.class).approve(run, by, reason);
            output.result(
                    approved,
                    out -> out.println("Run " + run + " of " + approved.businessDate() + " is approved by " + by
                            + "; `fallow rerun` goes on."));
            return ExitCode.COMPLETED;
        }
    }
}
