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
    private static final int CYCLE_DAYS = 146_097;

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
        return Math.abs(roughDays(period)) <= MAX_DAYS
                && Math.abs((long) period.getDays()) <= MAX_DAYS
                && Math.abs(period.toTotalMonths()) * 31 <= MAX_DAYS;
    }

    private static long roughDays(Period period) {
        return period.toTotalMonths() * 31 + period.getDays();
    }

    /** In days; exact when the sign could depend on the date. */
    private static long smallestLead(Period one, Period other) {
        if (one.toTotalMonths() == other.toTotalMonths()) {
            return (long) one.getDays() - other.getDays();
        }
        long smallest = Long.MAX_VALUE;
        LocalDate from = CYCLE_START;
        for (int day = 0; day < CYCLE_DAYS; day++) {
            long lead = from.plus(one).toEpochDay() - from.plus(other).toEpochDay();
            smallest = Math.min(smallest, lead);
            from = from.plusDays(1);
        }
        return smallest;
    }
}
