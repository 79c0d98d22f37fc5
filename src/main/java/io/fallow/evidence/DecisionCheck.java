package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.seals.BlockDigest;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.SealOrder;
import io.fallow.ledger.seals.SealedBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a seal's decisions are as they were sealed, block by block; the first block that is not is compared print by print. */
final class DecisionCheck {

    private final SealChain chain;
    private final Decisions decisions;
    private final MissingDecision missing;
    private final ScatteredCheck scattered;

    DecisionCheck(SealChain chain, Decisions decisions, MissingDecision missing) {
        this.chain = chain;
        this.decisions = decisions;
        this.missing = missing;
        this.scattered = new ScatteredCheck(chain, decisions, missing);
    }

    /**
     * The seal must be known to be the digest of its blocks. One whose order was a collation's may be of a database that collates
     * otherwise: then its prints tell the order.
     */
    @Nullable
    Finding of(Seal seal) {
        Finding finding = inOrder(seal);
        return finding != null
                        && finding.kind() != Kind.SEAL_CHANGED
                        && seal.ordering() == SealOrder.KEY
                        && decisions.keysCollate()
                ? scattered.of(seal)
                : finding;
    }

    private @Nullable Finding inOrder(Seal seal) {
        try (Stream<SealedBlock> sealed = chain.blocks(seal);
                Stream<DecisionBytes> found = decisions.of(seal.of(), seal.ordering())) {
            return compare(seal, sealed.iterator(), found.iterator());
        }
    }

    private @Nullable Finding compare(Seal seal, Iterator<SealedBlock> sealed, Iterator<DecisionBytes> found) {
        DecisionBytes before = null;
        while (sealed.hasNext()) {
            SealedBlock was = sealed.next();
            List<DecisionBytes> rows = new ArrayList<>(BlockDigest.SIZE);
            SealedBlock is = digest(found, was.decisions(), rows);
            if (!is.hasDigestOf(was)) {
                return difference(seal, before, rows, PrintWindow.of(was, sealed), PrintWindow.ofFound(is, found));
            }
            if (!is.hasPrintsOf(was)) {
                return Finding.seal(
                        Kind.SEAL_CHANGED,
                        "seal " + seal.sealId() + " of " + seal.of()
                                + " was changed: the prints of its decisions are not theirs",
                        seal);
            }
            before = rows.isEmpty() ? before : rows.get(rows.size() - 1);
        }
        return found.hasNext()
                ? changed(Kind.DECISION_ADDED, "was added after the run was sealed", found.next(), seal)
                : null;
    }

    private static SealedBlock digest(Iterator<DecisionBytes> found, long wanted, List<DecisionBytes> rows) {
        BlockDigest digest = new BlockDigest();
        while (digest.decisions() < wanted && found.hasNext()) {
            DecisionBytes row = found.next();
            rows.add(row);
            digest.add(row);
        }
        return digest.block();
    }

    private Finding difference(
            Seal seal, @Nullable DecisionBytes before, List<DecisionBytes> rows, PrintWindow was, PrintWindow is) {
        FirstDifference difference = FirstDifference.between(was, is);
        int at = difference.index();
        if (difference.isRemoval()) {
            DecisionBytes last = at == 0 ? before : rows.get(at - 1);
            return missing.of(seal, last, at < rows.size() ? rows.get(at) : null);
        }
        if (at < rows.size()) {
            return difference.isAddition()
                    ? changed(Kind.DECISION_ADDED, "was added after it was sealed", rows.get(at), seal)
                    : changed(Kind.DECISION_CHANGED, "was changed after it was sealed", rows.get(at), seal);
        }
        return samePrint(seal, rows.get(0), rows.get(rows.size() - 1));
    }

    static Finding samePrint(Seal seal, DecisionBytes first, DecisionBytes last) {
        return Finding.decision(
                Kind.DECISION_CHANGED,
                "a decision of accounts " + first.accountId() + " to " + last.accountId() + " in " + seal.of()
                        + " was changed so that its print stayed the same",
                null,
                seal.of().businessDate(),
                seal.of(),
                seal);
    }

    static Finding changed(Kind kind, String what, DecisionBytes decision, Seal seal) {
        return Finding.decision(
                kind,
                "account " + decision.accountId() + ": its decision of " + decision.businessDate() + " in "
                        + (seal.of().run() == null
                                ? "act " + seal.of().act()
                                : "run " + seal.of().run()) + " " + what,
                decision.accountId(),
                decision.businessDate(),
                seal.of(),
                seal);
    }
}
