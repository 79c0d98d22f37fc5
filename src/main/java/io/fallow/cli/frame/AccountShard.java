package io.fallow.cli.frame;

import io.fallow.lifecycle.Policy;
import io.fallow.owner.AccountException;
import io.fallow.owner.Explain;
import io.fallow.owner.Explain.Explanation;
import io.fallow.run.Failures;
import io.fallow.run.PolicyFile;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.util.List;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;

/** Finds the shard that an account lives on, by asking every one of them. */
public final class AccountShard {

    private AccountShard() {}

    /**
     * The account's shard, and no other: the fleet is closed.
     *
     * @throws UsageException when no shard knows it, or several do
     */
    static ConfigurableApplicationContext of(Fleet fleet, String account) {
        if (fleet.names().size() == 1) {
            return fleet.main().requireUp();
        }
        try {
            List<Answer<Explanation>> answers = ask(fleet, account, policy(fleet.settings()));
            List<String> knowing = knowing(answers).stream().map(Answer::shard).toList();
            if (knowing.size() != 1) {
                throw knowing.isEmpty()
                        ? unknown(account, answers)
                        : new UsageException("account " + account + " is on shards " + String.join(" and ", knowing)
                                + "; name the one with --shard");
            }
            ConfigurableApplicationContext found = fleet.leave(knowing.get(0));
            return found;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private static Policy policy(Settings settings) {
        return new PolicyFile(settings.policyFile()).read();
    }

    public static List<Answer<Explanation>> ask(Fleet fleet, String account, Policy policy) {
        return fleet.each(context -> context.getBean(Explain.class).of(account, policy));
    }

    public static List<Answer<Explanation>> knowing(List<Answer<Explanation>> answers) {
        return answers.stream().filter(answer -> answer.problem() == null).toList();
    }

    /** Those that could not say whether they know it. */
    public static List<Answer<Explanation>> silent(List<Answer<Explanation>> answers) {
        return answers.stream()
                .filter(answer ->
                        answer.problem() != null && Failures.find(answer.problem(), AccountException.class) == null)
                .toList();
    }

    /** Nobody knows it: said as one database would, unless one is silent. */
    public static RuntimeException unknown(String account, List<Answer<Explanation>> answers) {
        List<Answer<Explanation>> silent = silent(answers);
        if (silent.isEmpty()) {
            return Objects.requireNonNull(answers.get(0).problem());
        }
        silent.forEach(answer -> ShardProblem.of(answer).tell());
        return new ShardSilentException("account " + account + " is on no shard that answers; "
                + String.join(", ", silent.stream().map(Answer::shard).toList()) + " may have it");
    }
}
