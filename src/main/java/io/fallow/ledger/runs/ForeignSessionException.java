package io.fallow.ledger.runs;

/** A session of ours is not as it began: something between us and the server gives it to others. Nothing may be decided in it. */
public final class ForeignSessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ForeignSessionException() {
        super(
                "a database session of the night has lost its settings (READ COMMITTED, row_security off): something between Fallow and"
                        + " PostgreSQL shares sessions; connect to PostgreSQL itself or to a pool in session mode");
    }
}
