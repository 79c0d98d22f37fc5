package io.fallow.schedule;

import io.fallow.schedule.Firing.Cause;
import java.time.Clock;
import java.time.Duration;
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
    private final ThisNode node;

    FireNight(Schedules schedules, Firings firings, BusinessDay businessDay, Clock clock, ThisNode node) {
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

    /**
     * Quartz knows no time that the clock skips; and it thinks a night fired whose firing the database did not take.
     *
     * @param trigger as it stands with Quartz
     * @param patience how long after Quartz a firing may still be on its way
     */
    void whatQuartzLeavesOut(Instant now, Optional<QuartzTrigger.Standing> trigger, Duration patience) {
        Optional<Schedule> schedule = schedules.current().filter(found -> !found.isPaused());
        NightTime night = schedule.flatMap(found ->
                        found.times().latest(now).filter(latest -> latest.at().isAfter(found.since())))
                .orElse(null);
        if (night == null) {
            return;
        }
        if (night.clock() == NightTime.Clock.SKIPS_IT) {
            fire(night, Cause.CLOCK_CHANGE);
        } else if (night.at().plus(patience).isBefore(now)
                && trigger.map(QuartzTrigger.Standing::previous)
                        .filter(fired -> !fired.isBefore(night.at()))
                        .isPresent()) {
            fire(night, Cause.SCHEDULE);
        }
    }

    private void fire(NightTime night, Cause cause) {
        LocalDate businessDate = businessDay.of(night.at());
        boolean came = firings.fire(night.at(), businessDate, cause, node.name(), clock.instant());
        if (came) {
            log.info("the night of {} has come ({})", businessDate, night.at());
        } else {
            log.debug("the night of {} had come before", businessDate);
        }
    }
}
