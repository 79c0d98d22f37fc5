package io.fallow.cli;

import io.fallow.owner.Holds;
import io.fallow.owner.Holds.Hold;
import io.fallow.run.UsageException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: fallow hold list"},
        description = "Legal holds: while one is in force, nothing of the account is recycled or released.",
        subcommands = {HoldCommand.Add.class, HoldCommand.Release.class, HoldCommand.Show.class})
final class HoldCommand {

    private HoldCommand() {}

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Places a hold on an account.",
            footer = {"", "Example: fallow hold add 4711 --detail 'District Court, case 12/2026'"})
    static final class Add extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Option(names = "--detail", paramLabel = "TEXT", required = true, description = "On whose order and why.")
        String detail = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who places it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        ExitCode execute() {
            try (ConfigurableApplicationContext context = application(account)) {
                long hold = context.getBean(Holds.class).add(account, detail, operator(context, by));
                output.result(
                        Map.of("hold", hold, "account", account),
                        out -> out.println("Hold " + hold + " is on account " + account + "."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Ends a hold.")
    static final class Release extends FallowCommand {
        @Parameters(paramLabel = "HOLD", description = "The hold's number; `fallow hold list` shows them.")
        long hold;

        @Option(names = "--by", paramLabel = "NAME", description = "Who ends it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                if (!context.getBean(Holds.class).release(hold, operator(context, by))) {
                    throw new UsageException("there is no hold " + hold + " in force; `fallow hold list` shows them");
                }
                output.result(
                        Map.of("hold", hold, "released", true), out -> out.println("Hold " + hold + " is ended."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists holds, those in force first.")
    static final class Show extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Of this account only.")
        @Nullable
        String account;

        @Override
        ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                List<Hold> holds = context.getBean(Holds.class).list(account);
                output.result(holds, out -> {
                    out.printf("%6s  %-20s  %-12s  %-16s  %s%n", "hold", "account", "placed by", "ended by", "detail");
                    for (Hold hold : holds) {
                        out.printf(
                                "%6d  %-20s  %-12s  %-16s  %s%n",
                                hold.hold(),
                                hold.account(),
                                hold.placedBy(),
                                hold.releasedBy() == null ? "in force" : hold.releasedBy(),
                                hold.detail());
                    }
                });
                return ExitCode.COMPLETED;
            }
        }
    }
}
