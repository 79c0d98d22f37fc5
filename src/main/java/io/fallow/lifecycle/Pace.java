package io.fallow.lifecycle;

/**
 * How many accounts a night works through at most, oldest due first; 0 means no pacing. Lets a platform work down its first
 * backlog without any approval.
 */
public record Pace(long protectedAccounts, long recycledAccounts) {

    public Pace {
        if (protectedAccounts < 0) {
            throw new PolicyException("protected", protectedAccounts + " is negative");
        }
        if (recycledAccounts < 0) {
            throw new PolicyException("recycled", recycledAccounts + " is negative");
        }
    }
}
