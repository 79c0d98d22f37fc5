package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.run.UsageException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTimesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void namesTheDatesOnWhichTheClockSkipsOrDoublesTheNight() {
        assertThat(risks("0 30 2 * * ?", "America/New_York"))
                .containsExactly("skipped on 2027-03-14", "skipped on 2028-03-12");
        assertThat(risks("0 30 1 * * ?", "America/New_York"))
                .containsExactly("doubled on 2027-11-07", "doubled on 2028-11-05");
        assertThat(risks("0 30 2 * * ?", "Europe/Berlin"))
                .containsExactly(
                        "skipped on 2027-03-28",
                        "doubled on 2027-10-31",
                        "skipped on 2028-03-26",
                        "doubled on 2028-10-29");
        assertThat(risks("0 0 0 * * ?", "America/Santiago"))
                .containsExactly("skipped on 2027-09-05", "skipped on 2028-09-03");
        assertThat(risks("0 15 2 * * ?", "Australia/Lord_Howe"))
                .containsExactly("skipped on 2027-10-03", "skipped on 2028-10-01");
        assertThat(risks("0 45 1 * * ?", "Australia/Lord_Howe"))
                .containsExactly("doubled on 2027-04-04", "doubled on 2028-04-02");
    }

    @ParameterizedTest
    @CsvSource({
        "0 30 4 * * ?, America/New_York",
        "0 59 1 * * ?, Europe/Berlin",
        "0 0 3 * * ?, Europe/Berlin",
        "0 0 2 * * ?, Asia/Shanghai",
        "0 30 2 * * ?, Asia/Kolkata",
        "0 30 2 ? * MON-FRI, Europe/Berlin"
    })
    void isContentWithATimeThatNoClockChangeMeets(String cron, String zone) {
        assertThat(risks(cron, zone)).isEmpty();
    }

    @Test
    void aMinuteBeforeAndAtTheEndOfWhatTheClockSkipsIsSafe() {
        assertThat(risks("59 59 1 * * ?", "America/New_York")).noneMatch(risk -> risk.startsWith("skipped"));
        assertThat(risks("0 0 2 * * ?", "America/New_York")).hasSize(2).allMatch(risk -> risk.startsWith("skipped"));
        assertThat(risks("59 59 2 * * ?", "America/New_York")).hasSize(2).allMatch(risk -> risk.startsWith("skipped"));
        assertThat(risks("0 0 3 * * ?", "America/New_York")).isEmpty();
    }

    @Test
    void namesTheBusinessDatesThatAnotherZoneSkipsOrDoubles() {
        // 12:30 in New York is 00:30 in Shanghai in summer, one date later than 01:30 in winter would be; 11:30 crosses
        // midnight
        NightTimes times = NightTimesTest.times("0 30 11 * * ?", "America/New_York");
        assertThat(SafeTimes.risks(times, ZoneId.of("Asia/Shanghai"), NOW))
                .containsExactly(
                        "doubled as business date 2027-03-14",
                        "skipped as business date 2027-11-07",
                        "doubled as business date 2028-03-12",
                        "skipped as business date 2028-11-05");
    }

    @Test
    void refusesWithTheDatesAndTheWayOut() {
        assertThatThrownBy(() -> SafeTimes.require(
                        NightTimesTest.times("0 30 2 * * ?", "Europe/Berlin"), ZoneId.of("Europe/Berlin"), NOW))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "fallow.schedule.cron '0 30 2 * * ?' in Europe/Berlin meets the change of clocks: skipped on 2027-03-28,"
                                + " doubled on 2027-10-31, skipped on 2028-03-26, doubled on 2028-10-29; set another time or zone, or"
                                + " fallow.schedule.accept-clock-changes=true");
    }

    private static List<String> risks(String cron, String zone) {
        return SafeTimes.risks(NightTimesTest.times(cron, zone), ZoneId.of(zone), NOW);
    }
}
