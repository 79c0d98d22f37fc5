package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.run.RacingNights.Found;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that want the same night at the same instant: one makes it done, the others are told so. */
@Tag("one-server")
class LaunchRaceTest {

    private static final int PROCESSES = 4;

    private final SmallPlatform platform = new SmallPlatform();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        platform.sql("CREATE SCHEMA race")
                .sql("CREATE TABLE race.told (round integer, number integer, said text NOT NULL)")
                .sql("CREATE TABLE race.broken ()")
                .sql(
                        "CREATE FUNCTION race.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                                + " IF EXISTS (SELECT FROM race.broken) THEN RAISE 'no seal tonight'; END IF; RETURN NEW; END $$")
                .sql("CREATE TRIGGER refuse BEFORE INSERT ON fallow.seal FOR EACH ROW EXECUTE FUNCTION race.refuse()");
        platform.night(RacingNights.EVE);
        for (int number = 1; number <= PROCESSES; number++) {
            processes.add(RacingNights.start(number, platform.raw()));
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        platform.close();
    }

    @Test
    void oneOfFourLaunchesWinsAndTheOthersAreToldSo() throws SQLException {
        race(4);
    }

    @Test
    @Tag("endurance")
    void oneOfFourLaunchesWinsAndTheOthersAreToldSoFiftyTimes() throws SQLException {
        race(50);
    }

    /** @param times as many for a night that is new, one that failed and one whose process died */
    private void race(int times) throws SQLException {
        try (Connection gates = platform.raw().database().dataSource().getConnection();
                Statement gate = gates.createStatement()) {
            gate.execute("SELECT pg_advisory_lock(" + RacingNights.GATES + ", 1)");
            for (int round = 1; round <= times * Found.values().length; round++) {
                prepare(round);
                gate.execute("SELECT pg_advisory_lock(" + RacingNights.GATES + ", " + (round + 1) + ")");
                awaitEverybodyAtGate(round);
                gate.execute("SELECT pg_advisory_unlock(" + RacingNights.GATES + ", " + round + ")");
                check(round);
            }
        }
    }

    private void prepare(int round) {
        LocalDate date = RacingNights.dateOf(round);
        platform.account(round, "never-used", date.minusDays(60)).loaded(date); // dormant that night
        if (Found.in(round) == Found.NEW) {
            return;
        }
        platform.sql("INSERT INTO race.broken DEFAULT VALUES");
        assertThat(platform.attempt(date, TestPlatform.policy()).problem()).contains("no seal tonight");
        platform.sql("DELETE FROM race.broken");
        if (Found.in(round) == Found.DEAD) {
            leaveAsAKillDoes(date);
        }
    }

    private void leaveAsAKillDoes(LocalDate date) {
        platform.sql(
                        "UPDATE fallow.run SET status = 'RUNNING', error = NULL, finished_at = NULL WHERE business_date = '"
                                + date + "'")
                .sql(
                        "UPDATE fallow.batch_job_execution SET status = 'STARTED', exit_code = 'UNKNOWN', end_time = NULL"
                                + " WHERE status = 'FAILED' AND end_time = (SELECT max(end_time) FROM fallow.batch_job_execution)")
                .sql(
                        "UPDATE fallow.batch_step_execution SET status = 'STARTED', exit_code = 'EXECUTING', end_time = NULL"
                                + " WHERE status = 'FAILED' AND job_execution_id ="
                                + " (SELECT job_execution_id FROM fallow.batch_job_execution WHERE status = 'STARTED')");
        assertThat(platform.count("fallow.batch_step_execution WHERE status = 'STARTED'"))
                .isEqualTo(1);
    }

    private void awaitEverybodyAtGate(int round) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> platform.count("pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = "
                                + RacingNights.GATES + " AND objid = " + round)
                        == PROCESSES);
    }

    private void check(int round) {
        String what = "round " + round + ", " + Found.in(round);
        LocalDate date = RacingNights.dateOf(round);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> platform.count("race.told WHERE round = " + round) == PROCESSES);
        List<String> told = platform.raw()
                .admin()
                .queryForList("SELECT said FROM race.told WHERE round = " + round + " ORDER BY said", String.class);
        assertThat(told).as(what).containsOnlyOnce("won");
        assertThat(told).as(what).isSubsetOf("won", "in progress", "stored");
        int attempts = Found.in(round) == Found.NEW ? 1 : 2;
        assertThat(platform.rows("SELECT status, token FROM fallow.run WHERE business_date = '" + date + "'"))
                .as("%s: nobody else took the run over", what)
                .containsExactly("(COMPLETED," + attempts + ")");
        assertThat(platform.rows("SELECT e.status FROM fallow.batch_job_execution AS e"
                        + " JOIN fallow.batch_job_execution_params AS p ON p.job_execution_id = e.job_execution_id"
                        + " WHERE p.parameter_name = 'businessDate' AND p.parameter_value = '" + date
                        + "' ORDER BY e.job_execution_id"))
                .as("%s: one execution an attempt", what)
                .isEqualTo(attempts == 1 ? List.of("(COMPLETED)") : List.of("(FAILED)", "(COMPLETED)"));
        assertThat(
                        platform.count(
                                "fallow.batch_job_execution AS one JOIN fallow.batch_job_execution AS other"
                                        + " ON other.job_execution_id > one.job_execution_id AND other.create_time < coalesce(one.end_time, 'infinity')"))
                .as("%s: no two executions live at once", what)
                .isZero();
        assertThat(platform.count("fallow.decision WHERE account_id = " + round))
                .as("%s: decided once", what)
                .isEqualTo(1);
    }
}
