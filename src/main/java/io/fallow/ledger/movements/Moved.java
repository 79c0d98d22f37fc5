package io.fallow.ledger.movements;

import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;

/** An account and what was decided about it. */
public record Moved(String accountId, Decision decision) {

    /** @throws IllegalStateException when it leaves */
    public Lifecycle next() {
        Lifecycle next = decision.next();
        if (next == null) {
            throw new IllegalStateException("account " + accountId + " leaves the lifecycle, it has no next row");
        }
        return next;
    }
}
