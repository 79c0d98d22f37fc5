package io.fallow.schedule;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What is wrong now.
 *
 * @param subject of which date, trigger, run or precondition
 * @param detail in one line, for a person
 */
public record Alarm(Kind kind, String subject, LocalDate businessDate, String detail, Instant raisedAt) {

    /** What the watchdog looks for; each is the kind of the event that tells of it. */
    public enum Kind {
        /** A business date was not completed by its deadline. */
        NIGHT_MISSING,
        /** Quartz should have fired and did not. */
        TRIGGER_STUCK,
        /** A run that says it is running commits nothing. */
        RUN_STALLED,
        /** What the guarantees rest on does not hold; every night ends with unsafe inputs until it does. */
        PRECONDITION_UNMET
    }
}
