package io.fallow.schedule;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * A time at which a night comes.
 *
 * @param at when
 * @param wall what the expression says a clock on the wall then shows
 * @param clock whether that clock shows it once
 */
public record NightTime(Instant at, LocalDateTime wall, Clock clock) {

    /** What the clock of the schedule's zone does at a time. */
    public enum Clock {
        SHOWS_IT_ONCE,
        /** Set forward over it: the night comes in the moment of that. */
        SKIPS_IT,
        /** Set back: the night comes the second time. */
        SHOWS_IT_TWICE
    }
}
