package io.fallow.cli.account;

import io.fallow.cli.frame.EvidenceOptions;
import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reason;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.CancellationDesk.Standing;
import io.fallow.run.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels the account of an owner who asked for it and proved who they are.",
            "It says what must still be settled; when that is nothing, the account is RECYCLED at once, else by the first night on which",
            "that is so, within the policy's term. It can be revoked until then, and restored within the quarantine afterwards."
        },
        footer = {
            "",
            "Examples: fallow cancel 4711 --method PASSPORT --reference 'case 9002'",
            "          fallow cancel 4711 --revoke",
            "          fallow cancel --list"
        })
public final class CancelCommand extends FallowCommand {

    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "The account's key.")
    @Nullable
    String account;

    @Mixin
    EvidenceOptions verified = new EvidenceOptions();

    @Option(names = "--revoke", description = "The owner does not want it any more.")
    boolean revoke;

    @Option(names = "--list", description = "The requests that are pending.")
    boolean list;

    @Override
    protected ExitCode execute() {
        String key = account;
        if (list ? key != null || revoke : key == null) {
            throw new UsageException("give either an account or --list; see `fallow cancel --help`");
        }
        try (ConfigurableApplicationContext context = key == null ? application() : application(key)) {
            CancellationDesk desk = context.getBean(CancellationDesk.class);
            Policy policy = policy(context);
            if (key == null) {
                List<Standing> standings = desk.list(policy);
                output.result(standings, out -> standings.forEach(standing -> print(out, standing)));
            } else if (revoke) {
                desk.revoke(key, operator(context, verified.by));
                output.result(
                        Map.of("account", key, "revoked", true),
                        out -> out.println("Account " + key + " is not to be cancelled any more."));
            } else {
                Standing standing = desk.request(key, verified.evidence(context), policy);
                output.result(standing, out -> print(out, standing));
            }
            return ExitCode.COMPLETED;
        }
    }

    private static void print(PrintWriter out, Standing standing) {
        String account = "Account " + standing.request().account();
        if (standing.completed()) {
            out.println(account + " is RECYCLED, as its owner asked; it can be restored until the quarantine is over.");
            return;
        }
        out.println(account + " is to be cancelled until " + standing.request().expiresOn() + "; it waits for "
                + (standing.unsettled().isEmpty()
                        ? standing.waitsFor() == null ? "the next night" : standing.waitsFor()
                        : "what must still be settled:"));
        for (Reason reason : standing.unsettled()) {
            out.println("  " + reason.name() + (reason.detail() == null ? "" : ": " + reason.detail()));
        }
    }
}
