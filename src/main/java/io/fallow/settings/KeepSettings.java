package io.fallow.settings;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How long what no later question needs is kept; null: for ever. Evidence is always kept.
 *
 * @param batchHistory Spring Batch's rows of nights that are over: at least P1D
 * @param deliveredEvents events after their delivery: at least P1D
 * @param counts what the steps of completed nights counted as they went: at least P1D
 */
public record KeepSettings(
        @Nullable Period batchHistory,
        @Nullable Period deliveredEvents,
        @Nullable Period counts) {

    public KeepSettings {
        requireADay("keep.batch-history", batchHistory);
        requireADay("keep.delivered-events", deliveredEvents);
        requireADay("keep.counts", counts);
    }

    private static void requireADay(String property, @Nullable Period period) {
        if (period != null
                && (period.getYears() < 0 || period.getMonths() < 0 || period.getDays() < 0 || period.isZero())) {
            throw new SettingException(property, period, "P1D or longer, or nothing: for ever");
        }
    }
}
