package io.fallow.ledger.seals;

import io.fallow.ledger.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a seal: SHA-256 over the seal before, what is sealed and when, and the digests of the blocks of decisions, in order.
 * Changing what goes in here breaks every chain there is.
 */
public final class SealDigest {

    private final MessageDigest digest = Sha256.start();

    public SealDigest(@Nullable String previous, Sealed of, OffsetDateTime sealedAt) {
        line("after " + previous);
        line(of.run() == null ? "act " + of.act() : "run " + of.run());
        line("on " + of.businessDate());
        line("at " + sealedAt.toInstant());
    }

    /** The next block. */
    public void add(long decisions, byte[] blockDigest) {
        line(decisions + " " + HexFormat.of().formatHex(blockDigest));
    }

    /** The digest, once. */
    public String toHex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void line(String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
