package io.fallow.evidence;

import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Recomputes the whole chain of seals, in one snapshot, beside nights and acts. Of the decisions only a block is held in memory at a
 * time. It stops at the first thing that is not as it was.
 */
public final class Verify {

    private final SealChain chain;
    private final LinkCheck links;
    private final DecisionCheck decisions;
    private final CoverageCheck coverage;
    private final TransactionTemplate snapshot;

    Verify(
            SealChain chain,
            LinkCheck links,
            DecisionCheck decisions,
            CoverageCheck coverage,
            PlatformTransactionManager transactions) {
        this.chain = chain;
        this.links = links;
        this.decisions = decisions;
        this.coverage = coverage;
        snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * @param anchor digest of a seal that was the chain's head once, kept where nobody who can write the database can write; null:
     *     then whoever may rewrite the whole chain goes unnoticed
     */
    public Verification of(@Nullable String anchor) {
        return snapshot.execute(status -> {
            try (Stream<Seal> seals = chain.seals()) {
                return walk(seals.iterator(), anchor);
            }
        });
    }

    private Verification walk(Iterator<Seal> seals, @Nullable String anchor) {
        long count = 0;
        long covered = 0;
        String head = null;
        boolean anchored = anchor == null;
        while (seals.hasNext()) {
            Seal seal = seals.next();
            Finding problem = links.of(seal, head);
            if (problem == null) {
                problem = decisions.of(seal);
            }
            if (problem != null) {
                return new Verification(false, count, covered, 0, 0, head, problem);
            }
            count++;
            covered += seal.decisions();
            head = seal.digest();
            anchored |= head.equals(anchor);
        }
        Finding problem = coverage.find();
        if (problem == null && !anchored) {
            problem = Finding.rewritten(
                    "the chain of seals was cut or rewritten: no seal in it is the anchored " + anchor);
        }
        return problem == null
                ? new Verification(
                        true, count, covered, coverage.countUnsealed(), coverage.countOfWaitingActs(), head, null)
                : new Verification(false, count, covered, 0, 0, head, problem);
    }
}
