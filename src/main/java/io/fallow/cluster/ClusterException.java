package io.fallow.cluster;

import org.quartz.SchedulerException;

/** The cluster could not be joined or used. */
final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterException(String message, SchedulerException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
