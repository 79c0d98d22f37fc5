package io.fallow.ledger.seals;

import io.fallow.ledger.base.Sha256;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/** Digests a block of decisions from their bytes, as sql/ledger/seals/digest-decisions.sql does in the database. */
public final class BlockDigest {

    /** Decisions a block; the last one of a span may have fewer. */
    public static final int SIZE = 1024;

    private final MessageDigest each = Sha256.start();
    private final MessageDigest all = Sha256.start();
    private final ByteArrayOutputStream prints = new ByteArrayOutputStream(SealedBlock.PRINT * SIZE);
    private long decisions;

    /** The next decision. */
    public void add(DecisionBytes decision) {
        byte[] digest = each.digest(decision.content());
        all.update(digest);
        prints.write(digest, 0, SealedBlock.PRINT);
        decisions++;
    }

    public long decisions() {
        return decisions;
    }

    /** The block, once. */
    public SealedBlock block() {
        return new SealedBlock(decisions, all.digest(), prints.toByteArray());
    }
}
