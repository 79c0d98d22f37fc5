package io.fallow.cli.audit;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.ShardedCommand;
import io.fallow.evidence.Finding;
import io.fallow.evidence.Verification;
import io.fallow.evidence.Verify;
import io.fallow.run.UsageException;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Recomputes the chain of seals from the decisions, and names the first decision or seal that was changed, removed or added.",
            "Whoever may rewrite every seal is only found with a head that was kept elsewhere: the log of each run's end has it, and",
            "`fallow seal export` writes it."
        },
        footer = {
            "",
            "Examples: fallow verify",
            "          fallow verify --against /mnt/worm/head-2026-11.json",
            "",
            "Exit codes: 0 intact, 1 not intact or failed, 2 wrong usage or configuration."
        })
public final class VerifyCommand extends ShardedCommand<Verification> {

    @ArgGroup
    @Nullable
    Anchored anchored;

    static final class Anchored {
        @Option(names = "--head", paramLabel = "DIGEST", description = "A seal that was the head of the chain once.")
        @Nullable
        String head;

        @Option(names = "--against", paramLabel = "FILE", description = "The same, as `fallow seal export` wrote it.")
        @Nullable
        Path file;
    }

    @Override
    protected Verification ask(ConfigurableApplicationContext context) {
        return context.getBean(Verify.class).of(anchor());
    }

    /** A head is one shard's. */
    @Override
    protected List<Answer<Verification>> askAll(Fleet fleet) {
        if (anchored != null) {
            throw new UsageException("each shard has a chain of its own: name the one of this head with --shard, of "
                    + String.join(", ", fleet.names()));
        }
        return super.askAll(fleet);
    }

    @Override
    protected ExitCode code(Verification verification) {
        return verification.intact() ? ExitCode.COMPLETED : ExitCode.FAILED;
    }

    @Override
    protected Object json(Verification verification) {
        return verification;
    }

    @Override
    protected void print(PrintWriter out, Verification verification) {
        out.println(line(verification, anchored != null));
    }

    /** @param intact whether every shard's chain was verified and is as it was sealed */
    record Total(boolean intact, long chains, long seals, long decisions, long unsealed, List<String> missing) {}

    @Override
    protected Object totals(Fleet fleet, List<Answer<Verification>> answers) {
        List<Verification> all = given(answers);
        return new Total(
                missing(answers).isEmpty() && all.stream().allMatch(Verification::intact),
                all.stream().filter(Verification::intact).count(),
                all.stream().mapToLong(Verification::seals).sum(),
                all.stream().mapToLong(Verification::decisions).sum(),
                all.stream().mapToLong(Verification::unsealed).sum(),
                missing(answers));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        Total total = (Total) totals;
        out.printf(
                "%s: %,d intact chains, %,d decisions under %,d seals.%n",
                total.intact() ? "Intact" : "NOT INTACT, OR NOT ALL VERIFIED",
                total.chains(),
                total.decisions(),
                total.seals());
        if (!total.missing().isEmpty()) {
            out.println("Not verified: " + String.join(", ", total.missing()) + ".");
        }
    }

    private @Nullable String anchor() {
        if (anchored == null) {
            return null;
        }
        if (anchored.file != null) {
            return Anchor.in(anchored.file);
        }
        return Anchor.of(String.valueOf(anchored.head));
    }

    private static String line(Verification verification, boolean anchored) {
        Finding problem = verification.problem();
        if (problem != null) {
            return "NOT INTACT: " + problem.line() + ".";
        }
        return String.format(
                "Intact: %,d decisions under %,d seal%s%s%s, head %s%s.",
                verification.decisions(),
                verification.seals(),
                verification.seals() == 1 ? "" : "s",
                verification.unsealed() == 0
                        ? ""
                        : String.format(", and %,d of an unfinished run not sealed yet", verification.unsealed()),
                verification.waiting() == 0
                        ? ""
                        : String.format(
                                ", and %,d of acts in SQL that wait for their seal (the next night, or `fallow seal acts`)",
                                verification.waiting()),
                verification.head(),
                anchored ? ", anchored" : "; not anchored");
    }
}
