package io.fallow.lifecycle;

import java.time.Period;
import java.util.List;

/**
 * The thresholds of one cohort (R9). Every period is at least a day from whatever date it is counted.
 *
 * @param dormantAfter idle this long: DORMANT
 * @param protectAfter idle this long: PROTECTED; longer than {@code dormantAfter}
 * @param recycleAfter idle this long: may be RECYCLED; longer than {@code protectAfter}
 * @param minProtected protected at least this long before recycling; not shorter than the longest notice
 * @param notices how long before recycling each notice goes out, longest first; at least one
 * @param reviewEvery how often an excluded account is looked at again
 * @param quarantine how long a recycled account can be restored
 * @param reuseHandle whether the platform may give a released account's handle to somebody else
 */
public record Cohort(
        String name,
        Period dormantAfter,
        Period protectAfter,
        Period recycleAfter,
        Period minProtected,
        List<Period> notices,
        Period reviewEvery,
        Period quarantine,
        boolean reuseHandle) {

    public Cohort {
        notices = List.copyOf(notices);
        requireADay("dormant-after", dormantAfter);
        requireADay("protect-after", protectAfter);
        requireADay("recycle-after", recycleAfter);
        requireADay("min-protected", minProtected);
        requireADay("review-every", reviewEvery);
        requireADay("quarantine", quarantine);
        requireLonger("protect-after", protectAfter, "dormant-after", dormantAfter);
        requireLonger("recycle-after", recycleAfter, "protect-after", protectAfter);
        if (notices.isEmpty()) {
            throw new PolicyException("notices", "is empty: an owner is warned at least once before recycling");
        }
        for (int i = 0; i < notices.size(); i++) {
            requireADay("notices", notices.get(i));
            if (i > 0) {
                requireLonger(
                        "notices: the earlier " + notices.get(i - 1), notices.get(i - 1), "the later", notices.get(i));
            }
        }
        if (!CalendarPeriods.neverShorter(minProtected, notices.get(0))) {
            throw new PolicyException(
                    "min-protected",
                    minProtected + " is shorter than the longest notice " + notices.get(0)
                            + ": an account would be warned before it is protected");
        }
    }

    Period longestNotice() {
        return notices.get(0);
    }

    private static void requireADay(String key, Period period) {
        if (!CalendarPeriods.neverShorter(period, Period.ofDays(1))) {
            throw new PolicyException(key, period + " is not at least one day (P1D)");
        }
    }

    private static void requireLonger(String key, Period longer, String otherKey, Period shorter) {
        if (!CalendarPeriods.alwaysLonger(longer, shorter)) {
            throw new PolicyException(
                    key, longer + " is not longer than " + otherKey + " " + shorter + " from every possible date");
        }
    }
}
