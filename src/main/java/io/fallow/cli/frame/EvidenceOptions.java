package io.fallow.cli.frame;

import io.fallow.owner.Evidence;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Option;

/** How an owner's identity was verified. */
public final class EvidenceOptions {

    @Option(
            names = "--method",
            paramLabel = "WORD",
            description =
                    "By which method the owner was verified: one word, such as PASSPORT, ID_CARD, CALL_BACK or FACE.")
    @Nullable
    String method;

    @Option(names = "--reference", paramLabel = "REF", description = "The case number under which that is on file.")
    @Nullable
    String reference;

    @Option(names = "--by", paramLabel = "NAME", description = "Who verified it; default: fallow.operator.")
    @Nullable
    public String by;

    public Evidence evidence(ConfigurableApplicationContext context) {
        return new Evidence(
                method == null ? "" : method, reference == null ? "" : reference, FallowCommand.operator(context, by));
    }
}
