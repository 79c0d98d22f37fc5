package io.fallow.delivery;

/** A target takes nothing until somebody has changed something; the message says what. Nothing counts as delivered or failed. */
public final class TargetRefusesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TargetRefusesException(String message) {
        super(message);
    }

    TargetRefusesException(String message, Throwable cause) {
        super(message, cause);
    }
}
