package io.fallow.cli.frame;

import io.fallow.ledger.runs.Run;
import java.util.Collection;
import java.util.List;

/** What a command tells its caller. */
public enum ExitCode {
    COMPLETED(0),
    FAILED(1),
    USAGE(2),
    AWAITING_APPROVAL(3),
    IN_PROGRESS(4),
    UNSAFE_INPUTS(5);

    private static final List<ExitCode> WORST_FIRST =
            List.of(FAILED, UNSAFE_INPUTS, IN_PROGRESS, USAGE, AWAITING_APPROVAL);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Of several shards the worst: what has failed before what waits, and what waits before what is done. */
    public static ExitCode worst(Collection<ExitCode> codes) {
        return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(COMPLETED);
    }

    public static ExitCode of(Run.Status status) {
        return switch (status) {
            case COMPLETED -> COMPLETED;
            case AWAITING_APPROVAL -> AWAITING_APPROVAL;
            case UNSAFE_INPUTS -> UNSAFE_INPUTS;
            default -> FAILED;
        };
    }
}
