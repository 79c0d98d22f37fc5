package io.fallow.schedule;

import io.fallow.settings.ScheduleSettings.Misfire;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the nights come by, as the node that started last was told.
 *
 * @param policyZone by which a night's business date was reckoned when that node started
 * @param since from when on nights are expected: the first start, the last change of the time, or the last resume
 * @param setBy the node that started last with something new
 * @param pause null while nights come
 */
public record Schedule(
        String cron,
        ZoneId zone,
        ZoneId policyZone,
        Misfire misfire,
        Instant since,
        String setBy,
        @Nullable Pause pause) {

    /** Since when, by whom and why nights do not come. */
    public record Pause(Instant at, String by, String reason) {}

    public NightTimes times() {
        return NightTimes.of(cron, zone);
    }

    public boolean isPaused() {
        return pause != null;
    }
}
