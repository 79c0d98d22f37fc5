package io.fallow.delivery;

/** What was asked for about deliveries cannot be done; the message says why, and the way out. */
public final class DeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryException(String message) {
        super(message);
    }
}
