package io.fallow.cli.account;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.owner.PropertyWindows;
import io.fallow.owner.PropertyWindows.Opened;
import io.fallow.owner.PropertyWindows.Window;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "window",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: fallow window list"},
        description = "Property windows: through one the owner of a blocked account fetches what is theirs.",
        subcommands = {WindowCommand.Open.class, WindowCommand.RecordUse.class, WindowCommand.Show.class})
public final class WindowCommand {

    private WindowCommand() {}

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Opens a window for the owner of a blocked account, from a device they commonly used before.",
            footer = {"", "Example: fallow window open 4711 --device 'phone 88, used since 2021'"})
    static final class Open extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Option(
                names = "--device",
                paramLabel = "REF",
                required = true,
                description = "The device, and on whose word it is thought commonly used.")
        String device = "";

        @Option(names = "--evidence", paramLabel = "REF", description = "What else speaks for the owner.")
        @Nullable
        String evidence;

        @Option(names = "--by", paramLabel = "NAME", description = "Who opens it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application(account)) {
                Opened opened =
                        context.getBean(PropertyWindows.class).open(account, device, evidence, operator(context, by));
                output.result(
                        opened,
                        out -> out.println("Window " + opened.window() + " of account " + account + " is open until "
                                + opened.until().toInstant() + "."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "record",
            mixinStandardHelpOptions = true,
            description = "Records what was done through an open window.",
            footer = {"", "Example: fallow window record 4711 LOAN_REPAYMENT --reference 'transfer 9001'"})
    static final class RecordUse extends FallowCommand {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Parameters(index = "1", paramLabel = "OPERATION", description = "One of those that a window permits.")
        String operation = "";

        @Option(names = "--reference", paramLabel = "REF", required = true, description = "Which one it was.")
        String reference = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who records it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application(account)) {
                long use = context.getBean(PropertyWindows.class)
                        .record(account, operation, reference, operator(context, by));
                output.result(
                        Map.of("use", use, "account", account, "operation", operation),
                        out -> out.println(operation + " of account " + account + " is recorded."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists windows, the latest first.")
    static final class Show extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Of this account only.")
        @Nullable
        String account;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                List<Window> windows = context.getBean(PropertyWindows.class).list(account);
                output.result(windows, out -> {
                    out.printf(
                            "%6s  %-20s  %-24s  %-6s  %-12s  %s%n", "window", "account", "until", "", "by", "device");
                    for (Window window : windows) {
                        out.printf(
                                "%6d  %-20s  %-24s  %-6s  %-12s  %s%n",
                                window.window(),
                                window.account(),
                                window.until().toInstant(),
                                window.open() ? "open" : "over",
                                window.openedBy(),
                                window.device());
                        window.uses().forEach(use -> out.println("        " + use));
                    }
                });
                return ExitCode.COMPLETED;
            }
        }
    }
}
