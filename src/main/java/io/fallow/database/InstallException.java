package io.fallow.database;

import org.jspecify.annotations.Nullable;

/** Schema or contract cannot be installed; nothing was changed. Names the culprit and the way out. */
public final class InstallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InstallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
