package io.fallow.evidence;

import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.Sealed;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that is not as it was sealed.
 *
 * @param line says it to a person
 * @param account null when it is no decision's, or cannot be known any more
 * @param seal the number of the link that shows it; null when none does
 */
public record Finding(
        Kind kind,
        String line,
        @Nullable String account,
        @Nullable LocalDate businessDate,
        @Nullable Long run,
        @Nullable Long act,
        @Nullable Long seal) {

    public enum Kind {
        DECISION_CHANGED,
        DECISION_REMOVED,
        DECISION_ADDED,
        SEAL_CHANGED,
        SEAL_REMOVED,
        SEAL_MOVED,
        CHAIN_REWRITTEN
    }

    static Finding decision(
            Kind kind, String line, @Nullable String account, LocalDate on, Sealed of, @Nullable Seal seal) {
        return new Finding(kind, line, account, on, of.run(), of.act(), seal == null ? null : seal.sealId());
    }

    static Finding seal(Kind kind, String line, Seal seal) {
        return new Finding(
                kind,
                line,
                null,
                seal.of().businessDate(),
                seal.of().run(),
                seal.of().act(),
                seal.sealId());
    }

    static Finding removedSeal(String line, @Nullable Sealed of) {
        return new Finding(
                Kind.SEAL_REMOVED,
                line,
                null,
                of == null ? null : of.businessDate(),
                of == null ? null : of.run(),
                of == null ? null : of.act(),
                null);
    }

    static Finding rewritten(String line) {
        return new Finding(Kind.CHAIN_REWRITTEN, line, null, null, null, null, null);
    }
}
