package io.fallow.ledger;

import java.util.HexFormat;

/** A block of consecutive decisions as sealed: the digest proves that all are as they were, the prints tell which one is not. */
public final class SealedBlock {

    private final long decisions;
    private final byte[] digest;
    private final byte[] prints;

    /**
     * @param digest SHA-256 over the decisions' own digests, in order
     * @param prints the first four bytes of each decision's digest, in order
     */
    SealedBlock(long decisions, byte[] digest, byte[] prints) {
        this.decisions = decisions;
        this.digest = digest.clone();
        this.prints = prints.clone();
    }

    long decisions() {
        return decisions;
    }

    byte[] digest() {
        return digest.clone();
    }

    byte[] prints() {
        return prints.clone();
    }

    /** What the seal is over. */
    @Override
    public String toString() {
        return decisions + " " + HexFormat.of().formatHex(digest);
    }
}
