package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The schedule as commands see it that run for a second, beside whatever nodes there are. */
class ScheduleCommandsTest {

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void withoutANodeThereIsNoSchedule() {
        for (String[] command : new String[][] {
            {"schedule"}, {"schedule", "pause", "--reason", "x"}, {"schedule", "resume"}, {"schedule", "trigger"}
        }) {
            Called called = Called.on(database, command);
            assertThat(called.code()).isEqualTo(2);
            assertThat(called.err())
                    .isEqualTo(
                            "fallow: there is no schedule: no node has served this database yet; `fallow serve` starts one\n");
        }
    }

    @Test
    void showsTenNightsInLocalTimeUtcAndBusinessDate() {
        schedule();
        JsonNode json = Called.on(database, "schedule", "--output", "json").json();

        assertThat(json.get("nights")).hasSize(10);
        JsonNode first = json.get("nights").get(0);
        assertThat(first.get("local").asString()).contains("T23:30").endsWith("-05:00");
        assertThat(first.get("at").asString()).endsWith("T04:30:00Z");
        // half past eleven in New York is noon or past in Shanghai, on the next date
        assertThat(first.get("businessDate").asString())
                .isEqualTo(first.get("at").asString().substring(0, 10));

        Called text = Called.on(database, "schedule");
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("Nights come at '0 30 23 ? 1 * *' in America/New_York", "business date");
    }

    @Test
    void pausesAndResumesSayingWhoAndWhy() {
        schedule();
        assertThat(Called.on(database, "schedule", "pause", "--reason", "migration", "--by", "Li Na")
                        .out())
                .isEqualTo("Nights are paused.\n");
        assertThat(Called.on(database, "schedule", "pause", "--reason", "again").out())
                .isEqualTo("Nights were paused before.\n");
        assertThat(Called.on(database, "schedule").out()).contains("PAUSED since", "by Li Na: migration");
        assertThat(Called.on(database, "schedule", "resume").out()).isEqualTo("Nights come again.\n");
        assertThat(Called.on(database, "schedule", "resume").out()).isEqualTo("Nights were not paused.\n");
        assertThat(Called.on(database, "schedule", "pause", "--reason", " ").code())
                .isEqualTo(2);
    }

    @Test
    void triggersTonightOnce() {
        schedule();
        assertThat(Called.on(database, "schedule", "trigger", "--by", "Li Na").code())
                .isZero();
        assertThat(Called.on(database, "schedule", "trigger").code()).isZero();
        assertThat(admin.queryForList(
                        "SELECT business_date || ' ' || cause || ' ' || fired_by || ' ' || outcome FROM fallow.firing",
                        String.class))
                .containsExactly(Called.today() + " OPERATOR Li Na DUE");
        assertThat(Called.on(database, "schedule").out()).contains("DUE");

        admin.execute("UPDATE fallow.firing SET outcome = 'COMPLETED', next_attempt_at = NULL");
        Called again = Called.on(database, "schedule", "trigger");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is completed or being run");
    }

    @Test
    void aNodeRefusesATimeThatTheClockSkipsWithTheDates() {
        Called called = Called.on(
                database,
                "serve",
                "--set",
                "fallow.serve.port=0",
                "--set",
                "fallow.schedule.cron=0 30 2 * * ?",
                "--set",
                "fallow.schedule.zone=America/New_York");
        assertThat(called.code()).isEqualTo(2);
        assertThat(called.err())
                .contains("'0 30 2 * * ?' in America/New_York meets the change of clocks: skipped on 20")
                .contains("fallow.schedule.accept-clock-changes=true");
        assertThat(Called.on(database, "serve", "--set", "fallow.schedule.cron=nightly")
                        .err())
                .contains("fallow.schedule.cron is 'nightly', allowed is a Quartz expression");
    }

    private void schedule() {
        admin.execute("INSERT INTO fallow.schedule (cron, zone, policy_zone, misfire, since, set_by)"
                + " VALUES ('0 30 23 ? 1 * *', 'America/New_York', 'Asia/Shanghai', 'RUN_ONCE', now(), 'node')");
    }
}
