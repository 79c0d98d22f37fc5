package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.schedule.QuartzTrigger.Standing;
import io.fallow.settings.ScheduleSettings.Misfire;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two years under a clock that a test turns, in zones of all kinds: Quartz's own trigger, the vigil's looks, and the table of firings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class TwoYearsOfNightsTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant END = Instant.parse("2028-01-01T12:00:00Z");
    private static final Duration LOOK_EVERY = Duration.ofHours(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestDatabase database;
    private SingleConnectionDataSource connection;
    private JdbcTemplate jdbc;
    private Instant now = START;

    @BeforeAll
    void install() {
        database = TestDatabase.from("installed-schema", TwoYearsOfNightsTest::prepare);
        connection = new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        connection.setAutoCommit(false); // a commit a night would be most of what the test does
        jdbc = new JdbcTemplate(connection);
    }

    static void prepare(DataSource empty) {
        new Installer(empty).installSchema("bigint");
    }

    @AfterEach
    void forget() {
        jdbc.execute("ROLLBACK");
    }

    @AfterAll
    void close() {
        connection.destroy();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0 30 4 * * ?, America/New_York",
        "0 30 4 * * ?, Europe/Berlin",
        "0 30 4 * * ?, Asia/Shanghai",
        "0 30 4 * * ?, America/Santiago",
        "0 30 4 * * ?, Asia/Kolkata",
        "0 30 4 * * ?, Australia/Lord_Howe",
        "0 30 2 * * ?, America/New_York",
        "0 30 1 * * ?, America/New_York",
        "0 30 2 * * ?, Europe/Berlin",
        "0 0 0 * * ?, America/Santiago",
        "0 30 23 * * ?, America/Santiago",
        "0 15 2 * * ?, Australia/Lord_Howe",
        "0 45 1 * * ?, Australia/Lord_Howe"
    })
    void everyBusinessDateComesOnce(String cron, String zoneName) throws ParseException {
        ZoneId zone = ZoneId.of(zoneName);
        play(cron, zone, null, null);

        List<LocalDate> dates = dates();
        assertThat(dates).isEqualTo(datesBetween(dates.get(0), dates.get(dates.size() - 1)));
        assertThat(dates).hasSizeBetween(729, 731);
        assertThat(rows("SELECT DISTINCT cause FROM fallow.firing WHERE CAST(scheduled_at AT TIME ZONE '" + zoneName
                        + "' AS date) <> business_date"))
                .as("the date on the wall is the business date")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0 30 4 * * ?, America/New_York", "0 0 0 * * ?, America/Santiago"})
    void nightsMissedForAWeekComeAsOneWithTheDateOfTheLatest(String cron, String zoneName) throws ParseException {
        ZoneId zone = ZoneId.of(zoneName);
        Instant down = LocalDate.of(2026, 9, 1).atTime(12, 0).atZone(zone).toInstant();
        Instant up = down.plus(Duration.ofDays(7));
        play(cron, zone, down, up);

        List<LocalDate> dates = dates();
        assertThat(dates).contains(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 8), LocalDate.of(2026, 9, 9));
        List<LocalDate> missed = datesBetween(LocalDate.of(2026, 9, 2), LocalDate.of(2026, 9, 7));
        assertThat(dates).doesNotContainAnyElementsOf(missed);
        assertThat(dates.size() + missed.size())
                .isEqualTo(
                        datesBetween(dates.get(0), dates.get(dates.size() - 1)).size());
    }

    /** Between {@code down} and {@code up} no node lives; then Quartz finds its trigger late, and fires it once, in that moment. */
    private void play(String cron, ZoneId zone, @Nullable Instant down, @Nullable Instant up) throws ParseException {
        JdbcClient client = JdbcClient.create(connection);
        Schedules schedules = new Schedules(client);
        now = START;
        schedules.set(NightTimes.of(cron, zone), zone, Misfire.RUN_ONCE, START, "test");
        FireNight fire = new FireNight(
                schedules,
                new Firings(client),
                night -> LocalDate.ofInstant(night, zone),
                new TurnedClock(),
                new ThisNode("test"));
        CronTriggerImpl quartz = new CronTriggerImpl();
        quartz.setName("nights");
        quartz.setCronExpression(cron);
        quartz.setTimeZone(TimeZone.getTimeZone(zone));
        quartz.setStartTime(Date.from(START));
        quartz.setMisfireInstruction(CronTriggerImpl.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
        quartz.computeFirstFireTime(null);
        Instant look = START;
        while (now.isBefore(END)) {
            Instant next = quartz.getNextFireTime().toInstant();
            now = next.isBefore(look) ? next : look;
            if (down != null && up != null && now.isAfter(down) && now.isBefore(up)) {
                now = up;
                quartz.updateAfterMisfire(null);
                quartz.setNextFireTime(Date.from(now)); // its own idea of now is the machine's
                next = now;
                look = now;
            }
            if (!next.isAfter(now)) {
                fire.at(next);
                fire.at(next); // as after the death of a node, by Quartz's recovery
                quartz.triggered(null);
            } else {
                Instant fired = quartz.getPreviousFireTime() == null
                        ? null
                        : quartz.getPreviousFireTime().toInstant();
                fire.whatQuartzLeavesOut(now, Optional.of(new Standing(next, fired, "WAITING")), PATIENCE);
                look = now.plus(LOOK_EVERY);
            }
        }
    }

    private List<LocalDate> dates() {
        return jdbc.queryForList("SELECT business_date FROM fallow.firing ORDER BY business_date", LocalDate.class);
    }

    private List<String> rows(String query) {
        return jdbc.queryForList(query, String.class);
    }

    private static List<LocalDate> datesBetween(LocalDate first, LocalDate last) {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    private final class TurnedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
