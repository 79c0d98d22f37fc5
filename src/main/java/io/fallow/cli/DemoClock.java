package io.fallow.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A demo's clock: stands in the evening of the night being played. */
final class DemoClock extends Clock {

    private final ZoneId zone;
    private final Instant[] now;

    DemoClock(LocalDate today, ZoneId zone) {
        this(zone, new Instant[1]);
        set(today, zone);
    }

    private DemoClock(ZoneId zone, Instant[] now) {
        this.zone = zone;
        this.now = now;
    }

    /** The last second of the day: whatever happened on it is past. */
    void set(LocalDate day, ZoneId dayZone) {
        now[0] = day.plusDays(1).atStartOfDay(dayZone).toInstant().minusMillis(1);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new DemoClock(other, now);
    }

    @Override
    public Instant instant() {
        return now[0];
    }
}
