package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fallow.run.Approvals;
import io.fallow.run.Failures;
import io.fallow.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A node in this process, with Quartz's real clock: what makes nights come, and what becomes of them. */
class ServeTest {

    private static final String EVERY_TWO_SECONDS = "0/2 * * * * ?";
    private static final String ONCE_A_YEAR = "0 30 4 1 1 ?";
    private static final String MIDNIGHT = "0 0 0 * * ?";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ServedPlatform platform = new ServedPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aNightThatComesOverAndOverIsRunOnce() {
        try (ConfigurableApplicationContext node = platform.serve(EVERY_TWO_SECONDS)) {
            awaitFiring("COMPLETED");
            long fired = lastFired();
            await().atMost(LIMIT).until(() -> lastFired() > fired + 2_000);

            assertThat(platform.rows("SELECT business_date, cause, attempts, failures FROM fallow.firing"))
                    .containsExactly("(" + ServedPlatform.today() + ",SCHEDULE,1,0)");
            assertThat(platform.rows("SELECT business_date, status, token FROM fallow.run"))
                    .containsExactly("(" + ServedPlatform.today() + ",COMPLETED,1)");
            assertThat(ServedPlatform.health(node).statusCode()).isEqualTo(200);
            assertThat(ServedPlatform.health(node).body()).contains("\"schedule\":{\"status\":\"UP\"}");
            assertThat(node.getBean(ScheduleFigures.class).read().lastCompletedDate())
                    .isEqualTo(ServedPlatform.today());
        }
    }

    @Test
    void aNightThatSomebodyElseRunsIsInProgressAndTakenUpLater() throws SQLException {
        try (Connection cron = platform.database().dataSource().getConnection();
                Statement statement = cron.createStatement();
                ConfigurableApplicationContext node = platform.serve(EVERY_TWO_SECONDS)) {
            statement.execute("BEGIN; LOCK TABLE fallow.night_lock IN EXCLUSIVE MODE");
            await().atMost(LIMIT)
                    .until(() -> platform.count("fallow.firing WHERE outcome = 'IN_PROGRESS'"
                                    + " AND detail LIKE 'another run is in progress (%'")
                            == 1);
            assertThat(platform.count("fallow.run")).isZero();

            statement.execute("ROLLBACK");

            awaitFiring("COMPLETED");
            assertThat(platform.rows("SELECT failures FROM fallow.firing")).containsExactly("(0)");
            assertThat(node.isActive()).isTrue();
        }
    }

    @Test
    void aNightWithUnsafeInputsIsTakenUpAgainSoManyTimesAndThenWhenSomebodySaysSo() {
        platform.loaded(Instant.now().minus(Duration.ofDays(9)));
        try (ConfigurableApplicationContext node = platform.serve(EVERY_TWO_SECONDS, "--fallow.schedule.reruns=2")) {
            await().atMost(LIMIT)
                    .until(() ->
                            platform.count("fallow.firing WHERE outcome = 'UNSAFE_INPUTS' AND next_attempt_at IS NULL")
                                    == 1);
            assertThat(platform.rows("SELECT attempts, failures FROM fallow.firing"))
                    .containsExactly("(3,3)");
            long fired = lastFired();
            await().atMost(LIMIT).until(() -> lastFired() > fired);
            assertThat(platform.rows("SELECT attempts FROM fallow.firing")).containsExactly("(3)");

            platform.loaded(Instant.now());
            assertThat(node.getBean(ScheduleDesk.class).trigger("Li Na")).isEqualTo(ServedPlatform.today());

            awaitFiring("COMPLETED");
            assertThatThrownBy(() -> node.getBean(ScheduleDesk.class).trigger("Li Na"))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("is completed or being run");
        }
    }

    @Test
    void aNightThatAwaitsApprovalIsNotRepeatedAndGoesOnWhenItIsApproved(@TempDir Path folder) throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(
                policy,
                Files.readString(Path.of("config/demo-policy.yaml"))
                        .replace("protected: {max: 1000000000", "protected: {max: 1"));
        platform.idle(2);
        try (ConfigurableApplicationContext node =
                platform.serve(EVERY_TWO_SECONDS, "--fallow.policy-file=" + policy)) {
            awaitFiring("AWAITING_APPROVAL");
            long fired = lastFired();
            await().atMost(LIMIT).until(() -> lastFired() > fired + 2_000);
            assertThat(platform.rows("SELECT attempts, failures FROM fallow.firing"))
                    .containsExactly("(1,0)");

            Long run = platform.admin().queryForObject("SELECT run_id FROM fallow.run", Long.class);
            node.getBean(Approvals.class).approve(run == null ? -1 : run, "Li Na", "counted");

            awaitFiring("COMPLETED");
            assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                    .isEqualTo(2);
        }
    }

    @Test
    void nightsMissedForAWeekAreOneRunWithTodaysDate() {
        String zone = "--fallow.schedule.zone=" + ServedPlatform.ZONE;
        platform.serve(MIDNIGHT, zone).close();
        LocalDate today = ServedPlatform.today();
        long missed =
                today.minusDays(7).atStartOfDay(ServedPlatform.ZONE).toInstant().toEpochMilli();
        platform.admin().update("UPDATE fallow.qrtz_triggers SET next_fire_time = ?, start_time = ?", missed, missed);
        platform.admin().update("UPDATE fallow.schedule SET since = since - interval '10 days'");

        try (ConfigurableApplicationContext node = platform.serve(MIDNIGHT, zone)) {
            awaitFiring("COMPLETED");
            assertThat(platform.rows("SELECT business_date, attempts FROM fallow.firing"))
                    .containsExactly("(" + today + ",1)");
            assertThat(platform.rows("SELECT business_date FROM fallow.run")).containsExactly("(" + today + ")");
            assertThat(node.isActive()).isTrue();
        }
    }

    @Test
    void aChangedTimeCountsFromTheNextStartAndAnUnchangedOneLeavesTheTriggerAlone() {
        platform.serve(MIDNIGHT).close();
        String before = trigger();
        platform.serve(MIDNIGHT).close();
        assertThat(trigger()).isEqualTo(before);

        platform.serve(ONCE_A_YEAR, "--fallow.schedule.zone=Europe/Berlin", "--fallow.schedule.misfire=skip")
                .close();

        assertThat(platform.rows("SELECT cron_expression, time_zone_id FROM fallow.qrtz_cron_triggers"))
                .containsExactly("(\"" + ONCE_A_YEAR + "\",Europe/Berlin)");
        assertThat(platform.rows("SELECT cron, zone, policy_zone, misfire FROM fallow.schedule"))
                .containsExactly("(\"" + ONCE_A_YEAR + "\",Europe/Berlin,Asia/Shanghai,SKIP)");
        assertThat(platform.count("fallow.qrtz_triggers")).isEqualTo(1);
    }

    @Test
    void pausedNightsDoNotComeAndResumedOnesDo() {
        try (ConfigurableApplicationContext node = platform.serve(EVERY_TWO_SECONDS, "--fallow.schedule.paused=true")) {
            await().atMost(LIMIT).until(() -> lastFired() > 0);
            long fired = lastFired();
            await().atMost(LIMIT).until(() -> lastFired() > fired);
            assertThat(platform.count("fallow.firing")).isZero();
            assertThat(platform.rows("SELECT paused_by FROM fallow.schedule"))
                    .containsExactly("(fallow.schedule.paused)");
            assertThat(ServedPlatform.health(node).body()).contains("by fallow.schedule.paused");

            assertThat(node.getBean(ScheduleDesk.class).resume()).isTrue();

            awaitFiring("COMPLETED");
        }
    }

    @Test
    void aTimeThatTheClockSkipsIsRefusedUnlessItIsAccepted() {
        String berlin = "--fallow.schedule.zone=Europe/Berlin";
        assertThatThrownBy(() -> platform.serve("0 30 2 * * ?", berlin))
                .satisfies(e -> assertThat(Failures.oneLine(e))
                        .contains("'0 30 2 * * ?' in Europe/Berlin meets the change of clocks: skipped on 2027-03-28"));
        assertThat(platform.count("fallow.schedule")).isZero();

        platform.serve("0 30 2 * * ?", berlin, "--fallow.schedule.accept-clock-changes=true")
                .close();
        assertThat(platform.count("fallow.schedule")).isEqualTo(1);
    }

    private void awaitFiring(String outcome) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(platform.rows("SELECT outcome FROM fallow.firing"))
                        .containsExactly("(" + outcome + ")"));
    }

    private long lastFired() {
        Long fired =
                platform.admin().queryForObject("SELECT max(prev_fire_time) FROM fallow.qrtz_triggers", Long.class);
        return fired == null ? 0 : fired;
    }

    private String trigger() {
        return platform.rows("SELECT next_fire_time, start_time, trigger_state FROM fallow.qrtz_triggers")
                .get(0);
    }
}
