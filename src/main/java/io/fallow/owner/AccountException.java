package io.fallow.owner;

/** What was asked for cannot be done to this account: says why. Nothing was changed. */
public final class AccountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unknown;

    private AccountException(String message) {
        this(message, false);
    }

    private AccountException(String message, boolean unknown) {
        super(message);
        this.unknown = unknown;
    }

    /** Whether there is no such account. */
    public boolean isUnknown() {
        return unknown;
    }

    static AccountException withoutEvidence() {
        return new AccountException(
                "without evidence of a verified identity nothing is done: say by which method (one word, such as"
                        + " PASSPORT), under which reference, and by whom");
    }

    /** Nobody knows the account: neither the platform, nor the ledger. */
    static AccountException unknown(String accountId) {
        return new AccountException("the platform does not know account " + accountId, true);
    }

    /** What the database says of an account it names itself. */
    static AccountException saying(String why) {
        return new AccountException(why);
    }

    AccountException(String accountId, String why) {
        this("account " + accountId + ": " + why);
    }
}
