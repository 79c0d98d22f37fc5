package io.fallow.cli;

import io.fallow.evidence.Finding;
import io.fallow.evidence.Verification;
import io.fallow.evidence.Verify;
import java.nio.file.Path;
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
final class VerifyCommand extends FallowCommand {

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
    ExitCode execute() {
        String anchor = anchor();
        try (ConfigurableApplicationContext context = application()) {
            Verification verification = context.getBean(Verify.class).of(anchor);
            output.result(verification, out -> out.println(line(verification, anchor != null)));
            return verification.intact() ? ExitCode.COMPLETED : ExitCode.FAILED;
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
