package io.fallow.lifecycle;

/** An act of the owner that the account's state does not allow; nothing was changed. */
public final class RefusedActException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedActException(String why) {
        super(why);
    }
}
