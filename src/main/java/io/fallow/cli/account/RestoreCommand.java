package io.fallow.cli.account;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.AccountException;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.RestoreRun;
import io.fallow.owner.RestoreRun.Restored;
import io.fallow.run.UsageException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Brings recycled accounts back within their quarantine: protected, with their handles. Each ACCOUNT has a result of its own;",
            "with --run, every account that the run recycled and that is still recycled comes back, in one act."
        },
        footer = {
            "",
            "Examples: fallow restore 4711 4712 --evidence 'passport, ticket 9002'",
            "          fallow restore --run 17 --evidence 'incident 12, decided by the board'",
            "",
            "Exit codes: 0 all are back, 1 some were left, each is listed with why, 2 wrong usage, or the one ACCOUNT cannot come back."
        })
public final class RestoreCommand extends FallowCommand {

    @Parameters(paramLabel = "ACCOUNT", arity = "0..*", description = "The accounts' keys.")
    List<String> accounts = List.of();

    @Option(names = "--run", paramLabel = "RUN", description = "All that the run of this number recycled.")
    @Nullable
    Long run;

    @Option(
            names = "--evidence",
            paramLabel = "REF",
            required = true,
            description = "How it was verified that they are to come back.")
    String evidence = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who verified it; default: fallow.operator.")
    @Nullable
    String by;

    @Override
    protected ExitCode execute() {
        if (accounts.isEmpty() == (run == null)) {
            throw new UsageException("give either accounts or --run RUN; see `fallow restore --help`");
        }
        try (ConfigurableApplicationContext context =
                accounts.size() == 1 ? application(accounts.get(0)) : application()) {
            String who = operator(context, by);
            Policy policy = policy(context);
            Restored restored = run == null
                    ? each(context.getBean(OwnerDesk.class), who, policy)
                    : context.getBean(RestoreRun.class)
                            .of(find(context.getBean(Runs.class), run), evidence, who, policy);
            output.result(json(restored), out -> print(out, restored));
            return restored.left().isEmpty() ? ExitCode.COMPLETED : ExitCode.FAILED;
        }
    }

    private static Run find(Runs runs, long run) {
        return runs.byId(run)
                .orElseThrow(() -> new UsageException("there is no run " + run + "; `fallow runs` lists them"));
    }

    private Restored each(OwnerDesk desk, String who, Policy policy) {
        Map<String, String> left = new LinkedHashMap<>();
        for (String account : accounts) {
            try {
                desk.restore(account, evidence, who, policy);
            } catch (AccountException e) {
                if (accounts.size() == 1) {
                    throw e;
                }
                left.put(account, String.valueOf(e.getMessage()));
            }
        }
        return new Restored(accounts.size() - left.size(), left, null, null);
    }

    private Map<String, Object> json(Restored restored) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run);
        json.put("restored", restored.restored());
        json.put("left", restored.left());
        json.put("act", restored.act());
        json.put("seal", restored.seal());
        return json;
    }

    private void print(PrintWriter out, Restored restored) {
        for (String account : accounts) {
            if (!restored.left().containsKey(account)) {
                out.println("Account " + account + " was RECYCLED and is PROTECTED.");
            }
        }
        if (run != null) {
            out.println(restored.restored() + " accounts that run " + run + " recycled are PROTECTED again, "
                    + restored.left().size() + " are left.");
        }
        restored.left()
                .forEach((account, why) ->
                        out.println("Left: " + (run == null ? "" : "account " + account + ": ") + why));
    }
}
