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
 * @param noticesRequired what must have become of the notices before recycling
 * @param unreachableAfter idle this long: may be RECYCLED although notices did not reach the owner; not shorter than
 *     {@code recycleAfter}
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
        NoticesRequired noticesRequired,
        Period unreachableAfter,
        Period reviewEvery,
        Period quarantine,
        boolean reuseHandle) {

    public Cohort {
        notices = List.copyOf(notices);
        requireADay("dormant-after", dormantAfter);
        requireADay("min-protected", minProtected);
        requireADay("review-every", reviewEvery);
        requireADay("quarantine", quarantine);
        requireRising("protect-after", protectAfter, "dormant-after", dormantAfter);
        requireRising("recycle-after", recycleAfter, "protect-after", protectAfter);
        requireLongestFirst(notices);
        if (!CalendarPeriods.neverShorter(unreachableAfter, recycleAfter)) {
            throw new PolicyException(
                    "unreachable-after",
                    unreachableAfter + " can be shorter than recycle-after " + recycleAfter
                            + ": an owner whom no notice reached would lose the account sooner than one who was warned");
        }
        if (!CalendarPeriods.neverShorter(minProtected, notices.get(0))) {
            throw new PolicyException(
                    "min-protected",
                    minProtected + " can be shorter than the longest notice, " + notices.get(0)
                            + ": an owner would be warned before the account is protected");
        }
    }

    Period longestNotice() {
        return notices.get(0);
    }

    Period shortestNotice() {
        return notices.get(notices.size() - 1);
    }

    /** How long before recycling notice {@code number} (from 1) goes out; where there are fewer, the shortest lead. */
    Period noticeLead(int number) {
        return notices.get(Math.min(number, notices.size()) - 1);
    }

    private static void requireADay(String key, Period period) {
        if (!CalendarPeriods.neverShorter(period, Period.ofDays(1))) {
            throw new PolicyException(key, period + " is not always at least one day (P1D)");
        }
    }

    private static void requireRising(String key, Period longer, String otherKey, Period shorter) {
        if (!CalendarPeriods.alwaysLonger(longer, shorter)) {
            throw new PolicyException(
                    key, longer + " is not longer than " + otherKey + " " + shorter + " from every possible date");
        }
    }

    private static void requireLongestFirst(List<Period> notices) {
        if (notices.isEmpty()) {
            throw new PolicyException("notices", "is empty: an owner is warned at least once before recycling");
        }
        requireADay("notices", notices.get(notices.size() - 1));
        for (int i = 1; i < notices.size(); i++) {
            if (!CalendarPeriods.alwaysLonger(notices.get(i - 1), notices.get(i))) {
                throw new PolicyException(
                        "notices",
                        notices.get(i - 1) + " goes out before " + notices.get(i)
                                + " but is not longer from every possible date");
            }
        }
    }
}
