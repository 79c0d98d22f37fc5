package io.fallow.ledger.seals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A block of consecutive decisions as sealed: the digest proves that all are as they were, the prints tell which one is not. */
public final class SealedBlock {

    /** Bytes of a decision's digest that its print has. */
    static final int PRINT = Integer.BYTES;

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

    public long decisions() {
        return decisions;
    }

    public byte[] digest() {
        return digest.clone();
    }

    /** One number a decision, in order. */
    public int[] prints() {
        int[] numbers = new int[prints.length / PRINT];
        ByteBuffer.wrap(prints).asIntBuffer().get(numbers);
        return numbers;
    }

    byte[] printBytes() {
        return prints.clone();
    }

    public boolean hasDigestOf(SealedBlock other) {
        return decisions == other.decisions && Arrays.equals(digest, other.digest);
    }

    public boolean hasPrintsOf(SealedBlock other) {
        return Arrays.equals(prints, other.prints);
    }

    @Override
    public String toString() {
        return decisions + " " + HexFormat.of().formatHex(digest);
    }
}
