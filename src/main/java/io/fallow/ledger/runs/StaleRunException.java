package io.fallow.ledger.runs;

/** The run was taken over by another process: this one must not commit anything more. */
public final class StaleRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleRunException(long runId) {
        super("run " + runId + " was taken over by another process; this one stops without committing");
    }
}
