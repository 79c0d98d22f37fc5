package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.SealDigest;
import io.fallow.ledger.seals.SealedBlock;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a seal is the digest of what it says it is over, and follows the one before. */
final class LinkCheck {

    private final SealChain chain;
    private final CoverageCheck coverage;

    LinkCheck(SealChain chain, CoverageCheck coverage) {
        this.chain = chain;
        this.coverage = coverage;
    }

    /** @param before digest of the seal before; null when this is the first */
    @Nullable
    Finding of(Seal seal, @Nullable String before) {
        if (!isItsOwnDigest(seal)) {
            return Finding.seal(
                    Kind.SEAL_CHANGED,
                    "seal " + seal.sealId() + " of " + seal.of() + " was changed: it is not the digest of its blocks",
                    seal);
        }
        return Objects.equals(seal.previous(), before) ? null : misplaced(seal);
    }

    private boolean isItsOwnDigest(Seal seal) {
        SealDigest digest = new SealDigest(seal.previous(), seal.of(), seal.sealedAt());
        long decisions = 0;
        try (Stream<SealedBlock> blocks = chain.blocks(seal)) {
            for (Iterator<SealedBlock> each = blocks.iterator(); each.hasNext(); ) {
                SealedBlock block = each.next();
                digest.add(block.decisions(), block.digest());
                decisions += block.decisions();
            }
        }
        return decisions == seal.decisions() && digest.toHex().equals(seal.digest());
    }

    private Finding misplaced(Seal seal) {
        String previous = seal.previous();
        if (previous == null || chain.find(previous).isPresent()) {
            return Finding.seal(
                    Kind.SEAL_MOVED,
                    "seal " + seal.sealId() + " of " + seal.of()
                            + " was moved: it does not follow the seal that it is chained to",
                    seal);
        }
        Finding unsealed = coverage.find();
        return Finding.removedSeal(
                "a seal was removed before seal " + seal.sealId() + " of " + seal.of()
                        + (unsealed == null ? "" : ": " + unsealed.line()),
                unsealed == null ? null : CoverageCheck.of(unsealed));
    }
}
