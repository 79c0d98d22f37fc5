package io.fallow.ledger.base;

import java.util.List;

/** The inputs of tonight cannot be trusted: nothing was decided. */
public final class UnsafeInputsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsafeInputsException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
