package io.fallow.lifecycle;

import java.time.Period;

/**
 * When a source is too old or too incomplete to decide on.
 *
 * @param maxStaleness a source's newest row is at most this much older than the business date; zero or more days
 * @param maxShrinkPercent a source has at most this much fewer rows than at the last completed run, 0 to 100
 */
public record InputLimits(Period maxStaleness, double maxShrinkPercent) {

    public InputLimits {
        if (!CalendarPeriods.neverShorter(maxStaleness, Period.ZERO)) {
            throw new PolicyException("max-staleness", maxStaleness + " is negative");
        }
        if (!(maxShrinkPercent >= 0 && maxShrinkPercent <= 100)) {
            throw new PolicyException("max-shrink-percent", maxShrinkPercent + " is not between 0 and 100");
        }
    }
}
