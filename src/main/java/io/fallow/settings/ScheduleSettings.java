package io.fallow.settings;

import io.fallow.lifecycle.Regions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When nights come by themselves under {@code fallow serve}, and when somebody is told that one does not.
 *
 * @param cron Quartz's expression for the time of the night
 * @param zone whose clock the expression means; null: the policy's
 * @param misfire what becomes of a night whose time passed while no node was up
 * @param paused whether nights do not come
 * @param acceptClockChanges whether a time that the clock skips or has twice is accepted
 * @param rerunAfter how long after a failure the night is continued: PT1S to P1D
 * @param reruns how often it is continued by itself: 0 to 100
 * @param deadline how long after its time a night must be completed: PT1M to P7D
 * @param stalledAfter how long a night may commit nothing: PT1S to P1D
 * @param misfireAfter how late a firing may be before it counts as missed: PT1S to PT1H
 * @param lookEvery how often each node looks for work and for alarms: PT1S to PT1M
 */
public record ScheduleSettings(
        @DefaultValue("0 30 4 * * ?") String cron,
        @Nullable String zone,
        @DefaultValue("run-once") Misfire misfire,
        @DefaultValue("false") boolean paused,
        @DefaultValue("false") boolean acceptClockChanges,
        @DefaultValue("PT10M") Duration rerunAfter,
        @DefaultValue("3") int reruns,
        @DefaultValue("PT6H") Duration deadline,
        @DefaultValue("PT15M") Duration stalledAfter,
        @DefaultValue("PT1M") Duration misfireAfter,
        @DefaultValue("PT15S") Duration lookEvery) {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_RERUNS = 100;

    /** What becomes of nights whose time passed while no node was up. */
    public enum Misfire {
        /** One run makes good all of them as soon as a node is up. */
        RUN_ONCE,
        /** The next night makes them good. */
        SKIP
    }

    public ScheduleSettings {
        if (zone != null && !zone.isBlank()) {
            requireZone(zone);
        }
        if (reruns < 0 || reruns > MOST_RERUNS) {
            throw new SettingException("schedule.reruns", reruns, "0 to " + MOST_RERUNS);
        }
        Settings.requireBetween("schedule.rerun-after", rerunAfter, SECOND, DAY);
        Settings.requireBetween("schedule.deadline", deadline, Duration.ofMinutes(1), Duration.ofDays(7));
        Settings.requireBetween("schedule.stalled-after", stalledAfter, SECOND, DAY);
        Settings.requireBetween("schedule.misfire-after", misfireAfter, SECOND, Duration.ofHours(1));
        Settings.requireBetween("schedule.look-every", lookEvery, SECOND, Duration.ofMinutes(1));
    }

    private static ZoneId requireZone(String zone) {
        try {
            return Regions.named(zone);
        } catch (DateTimeException e) {
            throw new SettingException(
                    "schedule.zone", zone, "the name of a region such as Asia/Shanghai, UTC, or nothing: the policy's");
        }
    }

    /** The zone that the expression means. */
    public ZoneId zoneOr(ZoneId policyZone) {
        return zone == null || zone.isBlank() ? policyZone : requireZone(zone);
    }
}
