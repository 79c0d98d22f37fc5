package io.fallow.metrics;

import io.fallow.lifecycle.Limits;
import io.fallow.lifecycle.Limits.Limit;
import org.jspecify.annotations.Nullable;

/**
 * How much of the policy's limits a run used.
 *
 * @param accounts on the platform; null when they were not counted
 * @param medianProtected of the runs before; null when they are too few, and that limit is not applied
 */
record LimitUse(
        long protectedAccounts,
        long recycledAccounts,
        long setAside,
        @Nullable Long accounts,
        @Nullable Double medianProtected,
        @Nullable Double medianRecycled) {

    void addTo(Figures figures, Limits limits) {
        add(figures, "protected", protectedAccounts, limits.protectedAccounts(), medianProtected);
        add(figures, "recycled", recycledAccounts, limits.recycledAccounts(), medianRecycled);
        add(figures, "set-aside", setAside, limits.setAside());
    }

    private void add(Figures figures, String what, long used, Limit limit, @Nullable Double median) {
        add(figures, what + ".max", used, limit.max());
        if (accounts != null) {
            add(figures, what + ".max-percent", used, accounts * limit.maxPercent() / 100);
        }
        if (median != null) {
            add(figures, what + ".max-times-median", used, median * limit.maxTimesMedian());
        }
    }

    /** Nothing of a limit of nothing is no use of it. */
    private static void add(Figures figures, String limit, long used, double of) {
        figures.add(Measure.LIMIT_USED, used == 0 ? 0 : used / of * 100, "limit", limit);
    }
}
