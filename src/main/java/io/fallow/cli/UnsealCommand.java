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

@Command(
        name = "unseal",
        mixinStandardHelpOptions = true,
        description =
                "Lifts the protection of an account whose owner proved who they are. Everything in it is theirs as before.",
        footer = {"", "Example: fallow unseal 4711 --evidence 'passport, ticket 9001'"})
final class UnsealCommand extends FallowCommand {

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
    ExitCode execute() {
        try (ConfigurableApplicationContext context = application(account)) {
            Decision decision =
                    context.getBean(OwnerDesk.class).unseal(account, evidence, operator(context, by), policy(context));
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
}
