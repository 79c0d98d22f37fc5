package io.fallow.run;

/** Another process owns the night: exit code 4. */
public final class RunInProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String owner;

    RunInProgressException(String owner) {
        super("another run is in progress (" + owner + "); nothing was done");
        this.owner = owner;
    }

    String owner() {
        return owner;
    }
}
