package io.fallow.schedule;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A night that has come. Its business date was fixed when it came, and is run however late it starts.
 *
 * @param firedBy the node, or who wanted it
 * @param node which has it, or had it last
 * @param detail what kept it from completing
 * @param nextAttemptAt when a node takes it up; null: none does by itself
 */
public record Firing(
        long firingId,
        Instant scheduledAt,
        LocalDate businessDate,
        Cause cause,
        Instant firedAt,
        String firedBy,
        @Nullable String node,
        int attempts,
        int failures,
        Outcome outcome,
        @Nullable String detail,
        @Nullable Instant nextAttemptAt) {

    /** What fired it. */
    public enum Cause {
        SCHEDULE,
        /** The clock skipped its time, which Quartz therefore does not know. */
        CLOCK_CHANGE,
        OPERATOR
    }

    /** How its last attempt ended. */
    public enum Outcome {
        DUE,
        RUNNING,
        /** Somebody else has the night's lock. */
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        UNSAFE_INPUTS,
        STOPPED,
        AWAITING_APPROVAL,
        /** It cannot be run any more: a later night was begun, or it was abandoned. */
        REFUSED
    }
}
