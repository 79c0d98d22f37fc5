package io.fallow.lifecycle;

import java.time.Period;

/**
 * When the inputs of a night are too old, too incomplete or too strange to decide on.
 *
 * @param maxStaleness a source's newest row is at most this much older than the business date; zero or more days
 * @param maxShrinkPercent a source has at most this much fewer rows than at the last completed run, 0 to 100
 * @param lateGrace how long a late arrival is not protected: an account that the last full sweep should have found idle, and did not
 * @param maxLatePercent so many of all accounts may arrive late in one night, 0 to 100
 * @param maxOrphans so many things may be held by keys that are no account's, 0 or more
 * @param unguardedAccepted whether nights may run where no table has a guard
 */
public record InputLimits(
        Period maxStaleness,
        double maxShrinkPercent,
        Period lateGrace,
        double maxLatePercent,
        long maxOrphans,
        boolean unguardedAccepted) {

    public InputLimits {
        requireNotNegative("max-staleness", maxStaleness);
        requirePercent("max-shrink-percent", maxShrinkPercent);
        requireNotNegative("late-grace", lateGrace);
        requirePercent("max-late-percent", maxLatePercent);
        if (maxOrphans < 0) {
            throw new PolicyException("max-orphans", maxOrphans + " is negative");
        }
    }

    private static void requireNotNegative(String key, Period period) {
        if (!CalendarPeriods.neverShorter(period, Period.ZERO)) {
            throw new PolicyException(key, period + " is negative");
        }
    }

    private static void requirePercent(String key, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new PolicyException(key, percent + " is not between 0 and 100");
        }
    }
}
