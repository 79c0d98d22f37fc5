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

    /**
     * The days between the two ends, at their fewest. Only the firsts of months are tried: up to the 28th the lead is that from the
     * month's first, on the 31st it is that from the next month's first, and on the days between it lies between these.
     */
    private static long smallestLead(Period one, Period other) {
        long smallest = Long.MAX_VALUE;
        for (int month = 0; month < CYCLE_MONTHS; month++) {
            LocalDate from = CYCLE_START.plusMonths(month);
            smallest = Math.min(
                    smallest, from.plus(one).toEpochDay() - from.plus(other).toEpochDay());
        }
        return smallest;
    }
}
