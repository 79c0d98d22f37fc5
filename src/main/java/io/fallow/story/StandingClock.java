package io.fallow.story;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of a demo: it stands still until the demo moves it on. */
public final class StandingClock extends Clock {

    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private final ZoneId zone;
    private final AtomicReference<Instant> now;

    /** Begins in the morning of the day. */
    public StandingClock(LocalDate day, ZoneId zone) {
        this(zone, new AtomicReference<>(day.atTime(MORNING).atZone(zone).toInstant()));
    }

    private StandingClock(ZoneId zone, AtomicReference<Instant> now) {
        this.zone = zone;
        this.now = now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new StandingClock(other, now);
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    ZonedDateTime local() {
        return instant().atZone(zone);
    }

    LocalDate today() {
        return local().toLocalDate();
    }

    void moveTo(Instant instant) {
        now.set(instant);
    }

    /** The last moment of the day: whatever happened on it is past. */
    public void moveToEnd(LocalDate day) {
        moveTo(day.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1));
    }

    void moveToMorning(LocalDate day) {
        moveTo(day.atTime(MORNING).atZone(zone).toInstant());
    }
}
