package io.fallow.schedule;

import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The open alarms as a state of health. DOWN: nights do not come; OUT_OF_SERVICE: one that came is late or stands still. Neither is cured
 * by a restart of this process, so that neither belongs to its liveness.
 */
final class ScheduleHealth extends AbstractHealthIndicator {

    private final Schedules schedules;
    private final Alarms alarms;

    ScheduleHealth(Schedules schedules, Alarms alarms) {
        super("the schedule cannot be read");
        this.schedules = schedules;
        this.alarms = alarms;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<Alarm> open = alarms.open();
        if (open.isEmpty()) {
            health.up();
        } else if (open.stream().anyMatch(alarm -> alarm.kind() == Alarm.Kind.TRIGGER_STUCK)) {
            health.down();
        } else {
            health.outOfService();
        }
        if (!open.isEmpty()) {
            health.withDetail(
                    "alarms",
                    open.stream()
                            .map(alarm -> alarm.kind() + ": " + alarm.detail())
                            .toList());
        }
        schedules
                .current()
                .map(Schedule::pause)
                .ifPresent(pause -> health.withDetail(
                        "paused", "since " + pause.at() + " by " + pause.by() + ": " + pause.reason()));
    }
}
