package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.TestDatabase;
import io.fallow.ledger.facts.Precondition;
import io.fallow.ledger.facts.Unmet;
import io.fallow.settings.ScheduleSettings;
import io.fallow.settings.ScheduleSettings.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each alarm: the moment before it, the moment of it, once for two nodes, and its end by itself. */
class WatchdogTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final Instant NIGHT = DATE.atTime(4, 30).atZone(ZONE).toInstant();
    private static final ScheduleSettings SETTINGS = new ScheduleSettings(
            "0 30 4 * * ?",
            null,
            Misfire.RUN_ONCE,
            false,
            false,
            Duration.ofMinutes(10),
            3,
            Duration.ofHours(6),
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15));
    /** Twice misfire-after and twice look-every. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final TestDatabase database = TestDatabase.from("installed-schema", TwoYearsOfNightsTest::prepare);
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final JdbcClient client = JdbcClient.create(database.dataSource());
    private final Schedules schedules = new Schedules(client);
    private final Alarms alarms = new Alarms(client);
    private List<Unmet> unmet = List.of();
    private final List<Watchdog> dogs = List.of(watchdog("one"), watchdog("other"));

    private Watchdog watchdog(String node) {
        return new Watchdog(
                alarms,
                new Watchdog.Watched(new RunProgress(client), new QuartzTrigger(client), () -> unmet),
                night -> LocalDate.ofInstant(night, ZONE),
                SETTINGS,
                new ThisNode(node));
    }

    @BeforeEach
    void prepare() {
        schedules.set(NightTimes.of("0 30 4 * * ?", ZONE), ZONE, Misfire.RUN_ONCE, NIGHT.minusSeconds(1), "one");
        jdbc.execute("INSERT INTO fallow.policy_version (digest, policy) VALUES ('d', 'p')");
        jdbc.execute("INSERT INTO fallow.qrtz_job_details (sched_name, job_name, job_group, job_class_name, is_durable,"
                + " is_nonconcurrent, is_update_data, requests_recovery)"
                + " VALUES ('fallow', 'nightlyRecycling', 'fallow', 'x', true, false, false, true)");
        trigger(NIGHT.plus(Duration.ofDays(1)), "WAITING");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNightNotCompletedByItsDeadlineIsSaidOnceAndClearedByTheRun() {
        look(NIGHT.plus(SETTINGS.deadline()).minusMillis(1));
        assertThat(told()).isEmpty();

        look(NIGHT.plus(SETTINGS.deadline()));
        look(NIGHT.plus(SETTINGS.deadline()).plusSeconds(15));
        assertThat(told()).containsExactly("(,2026-11-20,NIGHT_MISSING)");
        assertThat(alarms.open())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.detail())
                        .contains("the night of 2026-11-20, due at 2026-11-19T20:30:00Z, is not completed PT6H later"));
        assertThat(health()).isEqualTo(Status.OUT_OF_SERVICE);

        run("COMPLETED");
        look(NIGHT.plus(SETTINGS.deadline()).plusSeconds(30));
        assertThat(told()).containsExactly("(,2026-11-20,NIGHT_MISSING)", "(,2026-11-20,ALARM_CLEARED)");
        assertThat(health()).isEqualTo(Status.UP);
    }

    @Test
    void nightsMissingOneAfterTheOtherAreAlarmsOfTheirOwnUntilALaterOneIsCompleted() {
        look(NIGHT.plus(SETTINGS.deadline()));
        trigger(NIGHT.plus(Duration.ofDays(2)), "WAITING");
        look(NIGHT.plus(Duration.ofDays(1)).plus(SETTINGS.deadline()));
        assertThat(alarms.open()).extracting(Alarm::subject).containsExactly("2026-11-20", "2026-11-21");

        run("COMPLETED");
        look(NIGHT.plus(Duration.ofDays(1)).plus(SETTINGS.deadline()).plusSeconds(15));
        assertThat(alarms.open()).extracting(Alarm::subject).containsExactly("2026-11-21");
    }

    /** A machine's clock was twenty years ahead once: its run is the latest for twenty years. */
    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "ABANDONED"})
    void aRunOfADateToComeHidesNoMissingNight(String status) {
        run(DATE.plusDays(1), status);
        run(DATE.plusYears(20), status);

        look(NIGHT.plus(SETTINGS.deadline()));
        assertThat(alarms.open()).extracting(Alarm::subject).containsExactly("2026-11-20");

        // the day after is done by its own run
        trigger(NIGHT.plus(Duration.ofDays(2)), "WAITING");
        look(NIGHT.plus(Duration.ofDays(1)).plus(SETTINGS.deadline()));
        assertThat(alarms.open()).isEmpty();
    }

    @Test
    void nightsFromBeforeTheScheduleOrWhilePausedAreNotMissed() {
        schedules.pause(NIGHT, "Li Na", "migration");
        look(NIGHT.plus(SETTINGS.deadline()));
        assertThat(told()).isEmpty();

        schedules.resume(NIGHT.plusSeconds(60), null);
        look(NIGHT.plus(SETTINGS.deadline()));
        assertThat(told()).isEmpty();
    }

    @Test
    void aTriggerThatDoesNotFireIsSaidAndClearedWhenItDoes() {
        trigger(NIGHT, "WAITING");
        look(NIGHT.plus(PATIENCE));
        assertThat(told()).isEmpty();

        look(NIGHT.plus(PATIENCE).plusMillis(1));
        assertThat(told()).containsExactly("(,2026-11-20,TRIGGER_STUCK)");
        assertThat(health()).isEqualTo(Status.DOWN);

        trigger(NIGHT.plus(Duration.ofDays(1)), "WAITING");
        look(NIGHT.plus(PATIENCE).plusSeconds(15));
        assertThat(told()).containsExactly("(,2026-11-20,TRIGGER_STUCK)", "(,2026-11-20,ALARM_CLEARED)");
    }

    @Test
    void aTriggerThatIsGoneOrBrokenIsStuckTooButNotForANodeThatHasJustStarted() {
        jdbc.execute("DELETE FROM fallow.qrtz_triggers");
        dogs.get(0).look(current(), NIGHT, NIGHT.minus(PATIENCE));
        assertThat(told()).isEmpty();

        look(NIGHT);
        assertThat(alarms.open()).extracting(Alarm::kind).containsExactly(Alarm.Kind.TRIGGER_STUCK);

        trigger(NIGHT.plusSeconds(1), "ERROR");
        look(NIGHT);
        assertThat(alarms.open()).extracting(Alarm::kind).containsExactly(Alarm.Kind.TRIGGER_STUCK);
    }

    @Test
    void aRunThatCommitsNothingIsSaidAndClearedByItsNextChunk() {
        run("RUNNING");
        look(NIGHT);
        look(NIGHT.plus(SETTINGS.stalledAfter()));
        assertThat(told()).isEmpty();

        look(NIGHT.plus(SETTINGS.stalledAfter()).plusMillis(1));
        assertThat(told()).containsExactly("(,2026-11-20,RUN_STALLED)");

        jdbc.execute(
                "INSERT INTO fallow.run_count (run_id, worker, counter, n) SELECT run_id, 'w', 'c', 1 FROM fallow.run");
        look(NIGHT.plus(SETTINGS.stalledAfter()).plusSeconds(15));
        assertThat(told()).containsExactly("(,2026-11-20,RUN_STALLED)", "(,2026-11-20,ALARM_CLEARED)");
    }

    @Test
    void aPreconditionThatDoesNotHoldIsSaidOnceAfterFiveMinutesAndClearedWhenItHolds() {
        look(NIGHT);
        unmet = List.of(
                new Unmet(
                        Precondition.GUARDS_STAND, "the guard on table shop.wallet", "is switched off", "switch it on"),
                new Unmet(Precondition.GUARDS_STAND, "the guard on table shop.card", "is missing", "attach it"));
        look(NIGHT.plus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(told()).isEmpty();

        look(NIGHT.plus(Duration.ofMinutes(5)));
        look(NIGHT.plus(Duration.ofMinutes(10)));
        assertThat(told()).containsExactly("(,2026-11-20,PRECONDITION_UNMET)");
        assertThat(alarms.open()).singleElement().satisfies(alarm -> {
            assertThat(alarm.subject()).isEqualTo("guards-stand");
            assertThat(alarm.detail())
                    .isEqualTo(
                            "the guard on table shop.wallet is switched off; switch it on [guards-stand]; and 1 more");
        });
        assertThat(health()).isEqualTo(Status.OUT_OF_SERVICE);

        unmet = List.of();
        look(NIGHT.plus(Duration.ofMinutes(15)));
        assertThat(told()).containsExactly("(,2026-11-20,PRECONDITION_UNMET)", "(,2026-11-20,ALARM_CLEARED)");
    }

    private void look(Instant now) {
        dogs.forEach(dog -> dog.look(current(), now, Instant.EPOCH));
    }

    private Schedule current() {
        return schedules.current().orElseThrow();
    }

    private Status health() {
        return new ScheduleHealth(schedules, alarms).health().getStatus();
    }

    private List<String> told() {
        return jdbc.queryForList(
                "SELECT CAST(r AS text) FROM (SELECT account_id, business_date, kind FROM fallow.event ORDER BY event_id) AS r",
                String.class);
    }

    private void run(String status) {
        run(DATE, status);
    }

    private void run(LocalDate date, String status) {
        jdbc.update(
                "INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by, report)"
                        + " VALUES (CAST(? AS date), ?, 1, false, 'test', '{}')",
                date.toString(),
                status);
    }

    private void trigger(Instant next, String state) {
        jdbc.execute("DELETE FROM fallow.qrtz_triggers");
        jdbc.update(
                "INSERT INTO fallow.qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time,"
                        + " prev_fire_time, trigger_state, trigger_type, start_time)"
                        + " VALUES ('fallow', 'nightlyRecycling', 'fallow', 'nightlyRecycling', 'fallow', ?, -1, ?, 'CRON', 0)",
                next.toEpochMilli(),
                state);
    }
}
