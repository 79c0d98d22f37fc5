package io.fallow.cli.account;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.ledger.acts.Erasures.Erasure;
import io.fallow.owner.ErasureDesk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erasure",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: fallow erasure list"},
        description = "What the platform is to erase of released accounts, and whether it has confirmed that it did.",
        subcommands = {ErasureCommand.Show.class, ErasureCommand.Confirm.class})
public final class ErasureCommand {

    private ErasureCommand() {}

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists erasures that are not confirmed.")
    static final class Show extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Of this account only.")
        @Nullable
        String account;

        @Option(names = "--all", description = "Also those that are confirmed.")
        boolean all;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                List<Erasure> erasures = context.getBean(ErasureDesk.class).list(account, all);
                output.result(erasures, out -> {
                    out.printf(
                            "%-20s  %-10s  %9s  %-16s  %s%n", "account", "asked on", "reminders", "confirmed", "erase");
                    for (Erasure erasure : erasures) {
                        out.printf(
                                "%-20s  %-10s  %9d  %-16s  %s%n",
                                erasure.account(),
                                erasure.askedOn(),
                                erasure.reminders(),
                                erasure.confirmedBy() == null ? "no" : "by " + erasure.confirmedBy(),
                                String.join(", ", erasure.fields()) + " (" + erasure.legalBasis() + ")");
                    }
                });
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "confirm",
            mixinStandardHelpOptions = true,
            description = "Records that the platform has erased an account's personal data.",
            footer = {"", "Example: fallow erasure confirm 4711 --reference 'deletion job 88'"})
    static final class Confirm extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Option(names = "--reference", paramLabel = "REF", required = true, description = "Where that is on file.")
        String reference = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who confirms it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application(account)) {
                context.getBean(ErasureDesk.class).confirm(account, reference, operator(context, by));
                output.result(
                        Map.of("account", account, "confirmed", true),
                        out -> out.println("The erasure of account " + account + " is confirmed."));
                return ExitCode.COMPLETED;
            }
        }
    }
}
