package io.fallow.cli.account;

import io.fallow.cli.frame.EvidenceOptions;
import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.lifecycle.Decision;
import io.fallow.owner.OwnerDesk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "unseal",
        mixinStandardHelpOptions = true,
        description =
                "Lifts the protection of an account whose owner proved who they are. Everything in it is theirs as before.",
        footer = {"", "Example: fallow unseal 4711 --method PASSPORT --reference 'case 9001'"})
public final class UnsealCommand extends FallowCommand {

    @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
    String account = "";

    @Mixin
    EvidenceOptions verified = new EvidenceOptions();

    @Override
    protected ExitCode execute() {
        try (ConfigurableApplicationContext context = application(account)) {
            Decision decision =
                    context.getBean(OwnerDesk.class).unseal(account, verified.evidence(context), policy(context));
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
