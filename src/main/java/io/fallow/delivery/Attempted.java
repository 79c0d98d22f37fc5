package io.fallow.delivery;

import java.time.Duration;
import java.util.List;

/**
 * What became of events that were handed to a target; those that are in neither list wait behind a failed one.
 *
 * @param delivered were taken
 * @param failed were not, each the first of its order key
 */
record Attempted(List<Event> delivered, List<Failure> failed) {

    /**
     * @param cause how it failed
     * @param waitAtLeast what the target asked for
     */
    record Failure(Event event, Cause cause, String error, Duration waitAtLeast) {}

    enum Cause {
        /** The target is not there for anybody: the event may not be to blame. */
        UNREACHABLE,
        /** It may succeed when it is tried again. */
        PASSING,
        /** It will never be taken as it is. */
        FINAL
    }

    /** Whether nothing came through and nothing says that an event was to blame. */
    boolean isUnreachable() {
        return delivered.isEmpty()
                && !failed.isEmpty()
                && failed.stream().allMatch(failure -> failure.cause() == Cause.UNREACHABLE);
    }
}
