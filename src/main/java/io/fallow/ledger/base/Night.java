package io.fallow.ledger.base;

import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One execution of one run: what every statement of the night is bound to.
 *
 * @param executionId the attempt; plans are made anew by each
 * @param token fences off whoever had the run before it was taken over
 * @param fullSweep whether all accounts are looked through, or only those whose activity ages into idleness tonight
 */
public record Night(
        long runId,
        long executionId,
        int token,
        LocalDate businessDate,
        Policy policy,
        int policyVersion,
        boolean fullSweep) {

    public ZoneId zone() {
        return policy.zone();
    }
}
