package io.fallow.ledger.runs;

/** The session that held the night's lock has ended, so that another process may come: nothing may commit until it is held again. */
public final class LostLockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LostLockException() {
        super("the session that held the night's lock has ended");
    }

    /** @param owner who has it meanwhile */
    public LostLockException(String owner) {
        super("the session that held the night's lock has ended, and the lock is held by " + owner);
    }
}
