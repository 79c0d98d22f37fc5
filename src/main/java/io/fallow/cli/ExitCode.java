package io.fallow.cli;

import io.fallow.ledger.Run;

/** What a command tells its caller. */
enum ExitCode {
    COMPLETED(0),
    FAILED(1),
    USAGE(2),
    AWAITING_APPROVAL(3),
    IN_PROGRESS(4),
    UNSAFE_INPUTS(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(Run.Status status) {
        return switch (status) {
            case COMPLETED -> COMPLETED;
            case AWAITING_APPROVAL -> AWAITING_APPROVAL;
            case UNSAFE_INPUTS -> UNSAFE_INPUTS;
            default -> FAILED;
        };
    }
}
