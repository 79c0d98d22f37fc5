package io.fallow.run;

/** The night failed and the database cannot be told; the run is continued like one whose process died. Exit code 1. */
public final class NightFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NightFailedException(String problem, Throwable cause) {
        super(problem + "; nothing is lost, `fallow rerun` continues it once the database answers", cause);
    }
}
