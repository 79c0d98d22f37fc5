package io.fallow.cli;

import io.fallow.lifecycle.Decision;
import io.fallow.owner.OwnerDesk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verified act of an account's owner. */
abstract class OwnerCommand extends FallowCommand {

    @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
    String account = "";

    @Option(
            names = "--evidence",
            paramLabel = "REF",
            required = true,
            description = "How the owner's identity was verified.")
    String evidence = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who verified it; default: fallow.operator.")
    @Nullable
    String by;

    @Override
    final ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            Decision decision = act(context, operator(context, by));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("account", account);
            json.put("from", decision.from());
            json.put("to", decision.to());
            json.put("lifecycle", decision.next());
            output.result(
                    json,
                    out -> out.println(
                            "Account " + account + " was " + decision.from() + " and is " + decision.to() + "."));
            return ExitCode.COMPLETED;
        }
    }

    abstract Decision act(ConfigurableApplicationContext context, String who);

    @Command(
            name = "unseal",
            mixinStandardHelpOptions = true,
            description =
                    "Lifts the protection of an account whose owner proved who they are. Everything in it is theirs as before.",
            footer = {"", "Example: fallow unseal 4711 --evidence 'passport, ticket 9001'"})
    static final class Unseal extends OwnerCommand {
        @Override
        Decision act(ConfigurableApplicationContext context, String who) {
            return context.getBean(OwnerDesk.class).unseal(account, evidence, who, policy(context));
        }
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Brings a recycled account back within its quarantine: protected, with its handle.",
            footer = {"", "Example: fallow restore 4711 --evidence 'passport, ticket 9002'"})
    static final class Restore extends OwnerCommand {
        @Override
        Decision act(ConfigurableApplicationContext context, String who) {
            return context.getBean(OwnerDesk.class).restore(account, evidence, who, policy(context));
        }
    }
}
