package io.fallow.cli.frame;

/** What was asked cannot be answered while a shard is down: exit code 1. */
public final class ShardSilentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ShardSilentException(String message) {
        super(message);
    }
}
