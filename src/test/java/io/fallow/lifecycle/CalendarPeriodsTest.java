package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPeriodsTest {

    @ParameterizedTest
    @CsvSource({
        "P31D, P30D, true, true",
        "P30D, P30D, false, true",
        "P29D, P30D, false, false",
        "P1Y, P12M, false, true",
        "P1M, P27D, true, true",
        "P1M, P28D, false, true",
        "P1M, P29D, false, false",
        "P1M, P30D, false, false",
        "P30D, P1M, false, false",
        "P31D, P1M, false, true",
        "P32D, P1M, true, true",
        "P1Y, P364D, true, true",
        "P1Y, P365D, false, true",
        "P365D, P1Y, false, false",
        "P366D, P1Y, false, true",
        "P367D, P1Y, true, true",
        // only across 29 February 1900, 2100, …, which is missing
        "P4Y, P1460D, false, true",
        "P4Y, P1461D, false, false",
        "P2M, P59D, false, true",
        "P2M, P1M28D, false, true",
        "P2M, P1M27D, true, true",
        "P1M-28D, P0D, false, true",
        "P1M-29D, P0D, false, false",
        "P0D, P0D, false, true",
        "P-1D, P0D, false, false",
    })
    void comparesPeriodsFromEveryPossibleDate(Period one, Period other, boolean longer, boolean notShorter) {
        assertThat(CalendarPeriods.alwaysLonger(one, other)).isEqualTo(longer);
        assertThat(CalendarPeriods.neverShorter(one, other)).isEqualTo(notShorter);
    }

    @ParameterizedTest
    @CsvSource({"P1M, P30D", "P5M, P1M120D", "P1Y, P6M180D", "P3M10D, P100D", "P-1M, P-30D", "P7Y2M, P2M2555D"})
    void agreesWithEveryDateOfFourHundredYears(Period one, Period other) {
        long smallest = Long.MAX_VALUE;
        for (LocalDate from = LocalDate.of(1999, 1, 1); from.getYear() < 2399; from = from.plusDays(1)) {
            smallest = Math.min(
                    smallest, from.plus(one).toEpochDay() - from.plus(other).toEpochDay());
        }

        Period justShorter = one.minusDays(smallest - 1);
        assertThat(CalendarPeriods.alwaysLonger(justShorter, other)).isTrue();
        assertThat(CalendarPeriods.alwaysLonger(justShorter.minusDays(1), other))
                .isFalse();
        assertThat(CalendarPeriods.neverShorter(justShorter.minusDays(1), other))
                .isTrue();
        assertThat(CalendarPeriods.neverShorter(justShorter.minusDays(2), other))
                .isFalse();
    }

    @Test
    void refusesPeriodsThatCouldLeaveTheCalendar() {
        assertThat(CalendarPeriods.isUsable(Period.parse("P366000D"))).isTrue();
        assertThat(CalendarPeriods.isUsable(Period.parse("P366001D"))).isFalse();
        assertThat(CalendarPeriods.isUsable(Period.parse("P-366001D"))).isFalse();
        assertThat(CalendarPeriods.isUsable(Period.parse("P983Y10M14D"))).isTrue();
        assertThat(CalendarPeriods.isUsable(Period.parse("P983Y10M15D"))).isFalse();
        assertThat(CalendarPeriods.isUsable(Period.parse("P-983Y-11M"))).isFalse();
        assertThat(CalendarPeriods.isUsable(Period.ofDays(Integer.MIN_VALUE))).isFalse();
        assertThat(CalendarPeriods.isUsable(Period.ofYears(Integer.MAX_VALUE))).isFalse();
    }
}
