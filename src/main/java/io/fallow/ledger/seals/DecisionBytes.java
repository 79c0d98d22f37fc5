package io.fallow.ledger.seals;

import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A decision as it is digested: its columns in the wire format, and enough to name it. */
public final class DecisionBytes {

    private final String accountId;
    private final LocalDate businessDate;
    private final byte[] content;

    DecisionBytes(String accountId, LocalDate businessDate, byte[] content) {
        this.accountId = accountId;
        this.businessDate = businessDate;
        this.content = content.clone();
    }

    public String accountId() {
        return accountId;
    }

    public LocalDate businessDate() {
        return businessDate;
    }

    byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DecisionBytes decision && Arrays.equals(content, decision.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }
}
