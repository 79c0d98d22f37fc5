package io.fallow.delivery;

/** Another process publishes to the consumer: exit code 4. */
public final class PublishingInProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PublishingInProgressException(String consumer, String owner) {
        super("events are being delivered to " + consumer + " already (" + owner + "); nothing was done");
    }
}
