package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.settings.SettingException;
import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

class NightTimesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2028-01-01T00:00:00Z");

    @Test
    void aTimeThatTheClockSkipsComesInTheMomentOfThat() {
        NightTime night = times("0 30 2 * * ?", "America/New_York")
                .next(Instant.parse("2026-03-08T00:00:00Z"))
                .orElseThrow();

        assertThat(night.at()).isEqualTo("2026-03-08T07:00:00Z"); // 02:00 EST, at once 03:00 EDT
        assertThat(night.wall()).isEqualTo(LocalDateTime.parse("2026-03-08T02:30"));
        assertThat(night.clock()).isEqualTo(NightTime.Clock.SKIPS_IT);
    }

    @Test
    void aTimeThatTheClockShowsTwiceComesTheSecondTime() {
        NightTimes times = times("0 30 1 * * ?", "America/New_York");
        NightTime night = times.next(Instant.parse("2026-10-31T12:00:00Z")).orElseThrow();

        assertThat(night.at()).isEqualTo("2026-11-01T06:30:00Z"); // 01:30 EST, an hour after 01:30 EDT
        assertThat(night.clock()).isEqualTo(NightTime.Clock.SHOWS_IT_TWICE);
        assertThat(times.next(Instant.parse("2026-11-01T05:30:00Z"))).contains(night);
        assertThat(times.next(Instant.parse("2026-11-01T05:45:00Z"))).contains(night);
        assertThat(times.next(night.at()).orElseThrow().at()).isEqualTo("2026-11-02T06:30:00Z");
    }

    @Test
    void theLatestNightIsTheOneAtThatMomentOrBefore() {
        NightTimes times = times("0 30 4 * * ?", "Asia/Shanghai");
        Instant night = Instant.parse("2026-11-19T20:30:00Z");

        assertThat(times.latest(night).orElseThrow().at()).isEqualTo(night);
        assertThat(times.latest(night.minusMillis(1)).orElseThrow().at()).isEqualTo("2026-11-18T20:30:00Z");
        assertThat(times.latest(night.plusMillis(1)).orElseThrow().at()).isEqualTo(night);
        assertThat(times("0 0 4 29 2 ?", "Asia/Shanghai")
                        .latest(night)
                        .orElseThrow()
                        .wall()
                        .toLocalDate())
                .isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(times("0 0 4 1 1 ? 2030", "Asia/Shanghai").latest(night)).isEmpty();
    }

    /** Quartz is what fires: but for the times that the clock skips, the two must agree to the second. */
    @ParameterizedTest
    @CsvSource({
        "0 30 2 * * ?, America/New_York, 2",
        "0 30 1 * * ?, America/New_York, 0",
        "0 30 2 * * ?, Europe/Berlin, 2",
        "0 0 0 * * ?, America/Santiago, 2",
        "0 30 23 * * ?, America/Santiago, 0",
        "0 30 2 * * ?, Asia/Kolkata, 0",
        "0 15 2 * * ?, Australia/Lord_Howe, 2",
        "0 45 1 * * ?, Australia/Lord_Howe, 0",
        "0 30 4 ? * MON-FRI, Europe/Berlin, 0",
        "0 0 3 L * ?, Asia/Shanghai, 0",
        "0 0/20 * * * ?, Europe/Berlin, 0"
    })
    void quartzFiresTheSameInstantsButThoseThatTheClockSkips(String cron, String zone, int skipped)
            throws ParseException {
        CronExpression quartz = new CronExpression(cron);
        quartz.setTimeZone(TimeZone.getTimeZone(zone));
        List<Instant> fired = new ArrayList<>();
        for (Date next = quartz.getNextValidTimeAfter(Date.from(START));
                next.toInstant().isBefore(END);
                next = quartz.getNextValidTimeAfter(next)) {
            fired.add(next.toInstant());
        }

        List<NightTime> nights = nights(times(cron, zone));

        List<Instant> plain = nights.stream()
                .filter(night -> night.clock() != NightTime.Clock.SKIPS_IT)
                .map(NightTime::at)
                .toList();
        if (skipped > 0 || plain.size() < 1000) {
            assertThat(plain).isEqualTo(fired);
            assertThat(nights).hasSize(fired.size() + skipped);
        } else {
            assertThat(plain).isSubsetOf(fired);
        }
        assertThat(nights).extracting(NightTime::at).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoExpressionIsRefusedNamingTheSetting() {
        assertThatThrownBy(() -> times("30 4 * * *", "Asia/Shanghai"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("fallow.schedule.cron is '30 4 * * *', allowed is a Quartz expression");
    }

    static List<NightTime> nights(NightTimes times) {
        List<NightTime> nights = new ArrayList<>();
        for (NightTime next = times.next(START).orElseThrow();
                next.at().isBefore(END);
                next = times.next(next.at()).orElseThrow()) {
            nights.add(next);
        }
        return nights;
    }

    static NightTimes times(String cron, String zone) {
        return NightTimes.of(cron, ZoneId.of(zone));
    }
}
