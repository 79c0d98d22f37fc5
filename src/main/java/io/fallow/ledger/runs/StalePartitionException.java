package io.fallow.ledger.runs;

/** The partition was taken over by another node of the cluster: this one must not commit anything more of it. */
public final class StalePartitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StalePartitionException(long stepExecutionId) {
        super("partition " + stepExecutionId + " was taken over by another node; this one stops without committing");
    }
}
