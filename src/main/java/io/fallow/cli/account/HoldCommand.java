package io.fallow.cli.account;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.owner.Holds;
import io.fallow.owner.Holds.Hold;
import io.fallow.owner.Holds.Kind;
import io.fallow.owner.Holds.Order;
import io.fallow.run.UsageException;
import java.time.LocalDate;
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
        description =
                "Holds of authorities, owners and heirs: while one is in force, the account is neither recycled, cancelled nor released.",
        subcommands = {HoldCommand.Add.class, HoldCommand.Release.class, HoldCommand.Show.class})
public final class HoldCommand {

    private HoldCommand() {}

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Places a hold on an account.",
            footer = {
                "",
                "Examples: fallow hold add 4711 --detail 'District Court, case 12/2026'",
                "          fallow hold add 4711 --type MEMORIAL --detail 'her daughter, certificate 88'",
                "          fallow hold add 4711 --type KEEP --detail 'abroad' --until 2029-12-31"
            })
    static final class Add extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description =
                        "${COMPLETION-CANDIDATES}; default: LEGAL_HOLD. MEMORIAL: kept in memory of its owner; KEEP: its"
                                + " owner's wish.")
        Kind kind = Kind.LEGAL_HOLD;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "The last date on which it is in force; default: until it is ended.")
        @Nullable
        LocalDate until;

        @Option(
                names = "--detail",
                paramLabel = "TEXT",
                required = true,
                description = "On whose order or wish, and why.")
        String detail = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who places it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application(account)) {
                if (until != null && until.isBefore(today(context))) {
                    throw new UsageException("--until " + until + " is over already");
                }
                long hold = context.getBean(Holds.class)
                        .place(account, new Order(kind, detail, operator(context, by), until));
                output.result(
                        Map.of("hold", hold, "account", account),
                        out -> out.println("Hold " + hold + " is on account " + account + "."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Ends a hold; its record stays.",
            footer = {"", "Example: fallow hold release 7 --reason 'order lifted on 3 May'"})
    static final class Release extends FallowCommand {
        @Parameters(paramLabel = "HOLD", description = "The hold's number; `fallow hold list` shows them.")
        long hold;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it ends.")
        String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who ends it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                if (!context.getBean(Holds.class).release(hold, reason, operator(context, by))) {
                    throw new UsageException("there is no hold " + hold + " in force; `fallow hold list` shows them");
                }
                output.result(
                        Map.of("hold", hold, "released", true), out -> out.println("Hold " + hold + " is ended."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the holds that are in force.")
    static final class Show extends FallowCommand {
        @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Of this account only.")
        @Nullable
        String account;

        @Option(names = "--all", description = "Also those that were ended or are over.")
        boolean all;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                List<Hold> holds = context.getBean(Holds.class).list(account, all, today(context));
                output.result(holds, out -> {
                    out.printf(
                            "%6s  %-20s  %-10s  %-12s  %-24s  %s%n",
                            "hold", "account", "type", "placed by", "in force", "detail");
                    for (Hold hold : holds) {
                        out.printf(
                                "%6d  %-20s  %-10s  %-12s  %-24s  %s%n",
                                hold.hold(),
                                hold.account(),
                                hold.kind(),
                                hold.placedBy(),
                                standing(hold),
                                hold.detail() + (hold.releasedFor() == null ? "" : "; ended: " + hold.releasedFor()));
                    }
                });
                return ExitCode.COMPLETED;
            }
        }

        private static String standing(Hold hold) {
            if (hold.releasedBy() != null) {
                return "ended by " + hold.releasedBy();
            }
            return hold.until() == null ? "yes" : (hold.inForce() ? "until " : "was, until ") + hold.until();
        }
    }
}
