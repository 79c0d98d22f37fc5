package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;

/**
 * Compares calendar periods, whose lengths depend on the date they are counted from: P1M is longer than P30D from January and
 * shorter from February.
 */
final class CalendarPeriods {

    /** Any longer and arithmetic on real dates could leave the calendar. */
    private static final long MAX_DAYS = 366L * 1000;

    private static final LocalDate CYCLE_START = LocalDate.of(2000, 1, 1);
    /** The Gregorian calendar repeats after 400 years. */
    private static final int CYCLE_MONTHS = 400 * 12;

    private CalendarPeriods() {}

    /** Whether {@code one} ends after {@code other} from every possible date. */
    static boolean alwaysLonger(Period one, Period other) {
        return smallestLead(one, other) > 0;
    }

    /** Whether {@code one} ends on or after the end of {@code other} from every possible date. */
    static boolean neverShorter(Period one, Period other) {
        return smallestLead(one, other) >= 0;
    }

    /** Whether dates of this millennium stay far inside the calendar when the period is added. */
    static boolean isUsable(Period period) {
        return Math.abs(period.toTotalMonths()) * 31 + Math.abs((long) period.getDays()) <= MAX_DAYS;
    }

    /** In days, at its smallest over all dates to count from. */
    private static long smallestLead(Period one, Period other) {
        long days = (long) one.getDays() - other.getDays();
        long months = one.toTotalMonths() - other.toTotalMonths();
        return months == 0 ? days : fewestDays(months) + days;
    }

    /**
     * Only the firsts of months are tried: counted from any day up to the 28th, two periods of months end as far apart as they do
     * from the first; from the 31st as far as from the next first; and from the days between, no nearer and no farther than these.
     */
    private static long fewestDays(long months) {
        long fewest = Long.MAX_VALUE;
        for (int month = 0; month < CYCLE_MONTHS; month++) {
            LocalDate from = CYCLE_START.plusMonths(month);
            fewest = Math.min(fewest, from.plusMonths(months).toEpochDay() - from.toEpochDay());
        }
        return fewest;
    }
}
