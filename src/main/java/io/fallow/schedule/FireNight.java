package io.fallow.schedule;

import io.fallow.schedule.Firing.Cause;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fixes the business date of a night that comes, before anything is run: whatever fires it again later finds it there. */
final class FireNight {

    private static final Logger log = LoggerFactory.getLogger(FireNight.class);

    private final Schedules schedules;
    private final Firings firings;
    private final BusinessDay businessDay;
    private final Clock clock;
    private final Node node;

    FireNight(Schedules schedules, Firings firings, BusinessDay businessDay, Clock clock, Node node) {
        this.schedules = schedules;
        this.firings = firings;
        this.businessDay = businessDay;
        this.clock = clock;
        this.node = node;
    }

    /** At a time that Quartz names: that of a night, or, for nights that were missed, the moment it noticed. The latest of them counts. */
    void at(Instant scheduled) {
        Optional<Schedule> schedule = schedules.current();
        if (schedule.isEmpty()) {
            return;
        }
        NightTime night = schedule.get().times().latest(scheduled).orElse(null);
        if (night == null) {
            return;
        }
        if (schedule.get().isPaused()) {
            log.info("the night of {} is left out: nights are paused", businessDay.of(night.at()));
            return;
        }
        fire(night, Cause.SCHEDULE);
    }

    /** @return whether it had not come before */
    boolean fire(NightTime night, Cause cause) {
        LocalDate businessDate = businessDay.of(night.at());
        boolean came = firings.fire(night.at(), businessDate, cause, node.name(), clock.instant());
        if (came) {
            log.info("the night of {} has come ({})", businessDate, night.at());
        } else {
            log.debug("the night of {} had come before", businessDate);
        }
        return came;
    }
}
