package io.fallow.ledger.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of seals and plans. */
public final class Sha256 {

    private Sha256() {}

    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
