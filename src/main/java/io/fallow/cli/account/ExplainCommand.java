package io.fallow.cli.account;

import io.fallow.cli.frame.AccountShard;
import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cli.frame.ShardProblem;
import io.fallow.ledger.acts.Cancellations.Request;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.owner.Explain;
import io.fallow.owner.Explain.Explanation;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Answers \"why this account?\": its state, its history, what it holds now, and what happens next on which date.",
        footer = {
            "",
            "Example: fallow explain 4711",
            "Exit codes: 0 done, 1 failed, or a shard did not answer, 2 wrong usage or configuration."
        })
public final class ExplainCommand extends FallowCommand {

    @Parameters(paramLabel = "ACCOUNT", description = "The account's key.")
    String account = "";

    @Override
    protected ExitCode execute() {
        if (shard != null) {
            try (ConfigurableApplicationContext context = application()) {
                return one(context);
            }
        }
        try (Fleet fleet = fleet()) {
            return fleet.names().size() == 1 ? one(fleet.main().requireUp()) : all(fleet);
        }
    }

    private ExitCode one(ConfigurableApplicationContext context) {
        Explanation explanation = context.getBean(Explain.class).of(account, policy(context));
        output.result(explanation, out -> print(out, explanation));
        return ExitCode.COMPLETED;
    }

    /** While a shard is down nobody knows that the answer is whole. */
    private ExitCode all(Fleet fleet) {
        List<Answer<Explanation>> answers = AccountShard.ask(fleet, account, policy(fleet.settings()));
        List<Answer<Explanation>> knowing = AccountShard.knowing(answers);
        if (knowing.isEmpty()) {
            throw AccountShard.unknown(account, answers);
        }
        List<ShardProblem> silent =
                AccountShard.silent(answers).stream().map(ShardProblem::of).toList();
        Map<String, Object> shards = new LinkedHashMap<>();
        knowing.forEach(answer -> shards.put(answer.shard(), answer.get()));
        silent.forEach(problem -> shards.put(problem.shard(), problem.json()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", account);
        json.put("shard", String.join(", ", knowing.stream().map(Answer::shard).toList()));
        json.put("complete", silent.isEmpty());
        json.put("shards", shards);
        output.result(
                json,
                out -> knowing.forEach(answer -> {
                    out.println("Shard " + answer.shard() + ":");
                    print(out, answer.get());
                }));
        silent.forEach(ShardProblem::tell);
        return silent.isEmpty() ? ExitCode.COMPLETED : ExitCode.FAILED;
    }

    public static void print(PrintWriter out, Explanation explanation) {
        Lifecycle row = explanation.lifecycle();
        out.println("Account " + explanation.account() + " is " + explanation.state()
                + (row == null ? "" : " since " + row.since()) + ", cohort " + explanation.cohort() + ", last active "
                + (explanation.lastActiveOn() == null ? "on an unknown date" : "on " + explanation.lastActiveOn()) + "."
                + (explanation.onPlatform() ? "" : " The platform no longer has it."));
        explanation
                .held()
                .forEach(reason -> out.println(
                        "  holds    " + reason.name() + (reason.detail() == null ? "" : ": " + reason.detail())));
        if (explanation.held().isEmpty()) {
            out.println("  holds    nothing that keeps it from being recycled");
        }
        explanation
                .history()
                .forEach(past -> out.println("  " + past.businessDate() + "  " + past.from() + " → " + past.to() + "  "
                        + String.join(", ", past.reasons()) + (past.run() == null ? "" : " (run " + past.run() + ")")
                        + (past.evidence() == null ? "" : " (" + past.evidence() + ")")));
        explanation
                .notices()
                .forEach(notice -> out.println("  " + notice.issuedOn() + "  notice " + notice.number()
                        + ": to be recycled on " + notice.recycleOn()
                        + (notice.delivery().equals("UNREPORTED") ? "" : ", " + notice.delivery())));
        if (explanation.reach() != null && explanation.reach().unseen()) {
            out.println("  reach    a notice bounced, and the owner has not been seen since: the longer term counts");
        }
        Request request = explanation.cancellation();
        if (request != null) {
            out.println("  " + request.requestedOn() + "  its owner asked to cancel it, until " + request.expiresOn()
                    + " (" + request.method() + " " + request.reference() + ", by " + request.requestedBy() + ")");
        }
        explanation.ahead().forEach(turn -> out.println("  " + turn.on() + "  ahead: " + turn.what()));
    }
}
