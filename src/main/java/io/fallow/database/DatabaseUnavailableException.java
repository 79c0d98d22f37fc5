package io.fallow.database;

import org.jspecify.annotations.Nullable;

/** The embedded database cannot be had; the message is one line that names the culprit and the way out. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message) {
        this(message, null);
    }

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
