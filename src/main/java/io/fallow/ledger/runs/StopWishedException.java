package io.fallow.ledger.runs;

/** Somebody wished that the night stops: nothing of this transaction commits, what was committed before stays. */
public final class StopWishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StopWishedException() {
        super("the night was stopped; nothing is lost, `fallow rerun` continues it");
    }
}
