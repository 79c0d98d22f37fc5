package io.fallow.owner;

/** What was asked for cannot be done to this account: says why. Nothing was changed. */
public final class AccountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private AccountException(String message) {
        super(message);
    }

    static AccountException withoutEvidence() {
        return new AccountException(
                "without evidence of a verified identity nothing is done: say by which method (one word, such as"
                        + " PASSPORT), under which reference, and by whom");
    }

    /** What the database says of an account it names itself. */
    static AccountException saying(String why) {
        return new AccountException(why);
    }

    AccountException(String accountId, String why) {
        super("account " + accountId + ": " + why);
    }
}
