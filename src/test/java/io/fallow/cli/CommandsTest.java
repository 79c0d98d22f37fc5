package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What commands say and which exit code they end with, called as from a shell. */
class CommandsTest {

    private static final String[] NIGHT = {"run", "--policy", "config/demo-policy.yaml"};

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCompletedNightIsNotRunAgainAndSaysSo() {
        Called first = Called.on(database, NIGHT);
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("Night of " + Called.today(), "COMPLETED", "accounts", "500", "protected");
        long decisions = count("fallow.decision");

        Called again = Called.on(database, NIGHT);

        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("This night was completed before; nothing was changed.");
        assertThat(count("fallow.decision")).isEqualTo(decisions);
    }

    @Test
    void previewGivesTheFiguresThatTheRunThenGivesAndChangesNothing() {
        String policy = "--set";
        String demo = "fallow.policy-file=config/demo-policy.yaml";
        JsonNode preview =
                Called.on(database, "preview", "--output", "json", policy, demo).json();
        assertThat(count("fallow.run") + count("fallow.account_lifecycle") + count("fallow.policy_version"))
                .isZero();

        JsonNode run =
                Called.on(database, "run", "--output", "json", policy, demo).json();

        for (String count : new String[] {"dormant", "excluded", "protected", "warned", "recycled", "released"}) {
            assertThat(preview.get("counts").get(count))
                    .as(count)
                    .isEqualTo(run.get("counts").get(count));
        }
        assertThat(preview.get("excludedFor")).isEqualTo(run.get("excludedFor"));
    }

    @Test
    void aNightLeavesItsMetricsInAFileHoweverItEndsAndEndsAsItDoesWhereThatCannotBeWritten(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("fallow.prom");
        String setting = "fallow.metrics.textfile=";
        String text = Files.readString(Path.of("config/demo-policy.yaml"));
        Path strict = Files.writeString(
                folder.resolve("strict.yaml"), text.replaceFirst("protected: \\{max: \\d+", "protected: {max: 1"));

        Called stopped = Called.on(database, "run", "--policy", strict.toString(), "--set", setting + file);

        assertThat(stopped.code()).isEqualTo(ExitCode.AWAITING_APPROVAL.code());
        assertThat(Files.readString(file))
                .contains("fallow_run_status{status=\"AWAITING_APPROVAL\"} 1.0")
                .containsPattern("fallow_limit_used_percent\\{limit=\"protected.max\"} [1-9]");

        Path nowhere = folder.resolve("missing").resolve("fallow.prom");
        Called completed =
                Called.on(database, "rerun", "--policy", "config/demo-policy.yaml", "--set", setting + nowhere);
        assertThat(completed.code()).as(completed.err()).isZero();
        assertThat(completed.err()).contains("the metrics were not written to " + nowhere);
        assertThat(Called.on(database, "status", "--set", setting + "metrics.txt")
                        .err())
                .contains("fallow.metrics.textfile is 'metrics.txt', allowed is a file whose name ends in .prom");
    }

    @Test
    void aNightOverALimitAwaitsApprovalAndGoesOnAfterIt(@TempDir Path folder) throws Exception {
        String text = Files.readString(Path.of("config/demo-policy.yaml"));
        Path strict = Files.writeString(
                folder.resolve("strict.yaml"), text.replaceFirst("protected: \\{max: \\d+", "protected: {max: 1"));
        String[] run = {"run", "--output", "json", "--policy", strict.toString()};

        Called stopped = Called.on(database, run);

        assertThat(stopped.code()).isEqualTo(ExitCode.AWAITING_APPROVAL.code());
        assertThat(stopped.json().get("status").asString()).isEqualTo("AWAITING_APPROVAL");
        assertThat(stopped.json().get("plan").get("over").size()).isPositive();
        assertThat(admin.queryForObject(
                        "SELECT count(*) FROM fallow.account_status WHERE state = 'PROTECTED'", Long.class))
                .isZero();

        String number = stopped.json().get("run").asString();
        Called approved = Called.on(
                database, "approve", number, "--by", "Li Na", "--reason", "counted and sampled", "--output", "json");
        assertThat(approved.code()).as(approved.err()).isZero();
        Called rerun = Called.on(database, "rerun", "--policy", strict.toString());
        assertThat(rerun.code()).as(rerun.err()).isZero();
    }

    @Test
    void aNightThatAnotherProcessRunsIsLeftToIt() throws Exception {
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN; LOCK TABLE fallow.night_lock IN EXCLUSIVE MODE");

            Called refused = Called.on(database, NIGHT);

            assertThat(refused.code()).isEqualTo(ExitCode.IN_PROGRESS.code());
            assertThat(refused.err()).contains("another run is in progress");
            assertThat(count("fallow.run")).isZero();
        }
    }

    @Test
    void aNightThatSigtermStopsEndsWithCodeOneAndSaysHowToGoOn(@TempDir Path folder) throws Exception {
        Path said = folder.resolve("said");
        Process night = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fallow.class.getName(),
                        "run",
                        "--policy",
                        "config/demo-policy.yaml",
                        "--set",
                        "fallow.chunk-size=1",
                        "--set",
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "--set",
                        "spring.datasource.username=" + database.username(),
                        "--set",
                        "spring.datasource.password=" + database.password())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !night.isAlive() || count("fallow.run_count WHERE counter = 'read' AND n > 5") > 0);

        night.destroy();

        assertThat(night.waitFor()).isEqualTo(ExitCode.FAILED.code());
        assertThat(Files.readString(said))
                .contains("fallow: run 1 was stopped; nothing is lost, `fallow rerun` continues it");
        assertThat(Called.on(database, "rerun", "--policy", "config/demo-policy.yaml")
                        .code())
                .isZero();
    }

    @Test
    void stopSaysThatNothingRuns() {
        Called stop = Called.on(database, "stop");
        assertThat(stop.code()).isZero();
        assertThat(stop.out()).contains("No night is running.");
        assertThat(Called.on(database, "stop", "--run", "99").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Called.on(database, "stop", "--output", "json")
                        .json()
                        .get("ended")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void misuseIsOneLineAndInJsonOneDocument() {
        Called text = Called.fallow("run", "--date", "2026-13-40");
        assertThat(text.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(text.out()).isEmpty();
        assertThat(text.err().lines())
                .containsExactly(
                        "fallow: --date: '2026-13-40' is not a date such as 2026-11-24; see `fallow run --help`");

        Called json = Called.fallow("explain", "--output", "json");
        assertThat(json.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(json.json().get("exitCode").asInt()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void helpGroupsTheCommandsAndEachTellsItsExitCodes() {
        assertThat(Called.fallow("--help").out()).contains("Each night:", "When a night did not complete:", "5 inputs");
        for (String command :
                new String[] {"demo", "init", "run", "preview", "status", "runs", "report", "rerun", "stop"}) {
            assertThat(Called.fallow(command, "--help").out()).as(command).contains("Exit codes", "Example");
        }
    }

    @Test
    void aHoldIsPlacedListedAndEnded() {
        Called placed = Called.on(database, "hold", "add", "7", "--detail", "court order 12", "--output", "json");
        assertThat(placed.code()).as(placed.err()).isZero();
        JsonNode listed =
                Called.on(database, "hold", "list", "7", "--output", "json").json();
        assertThat(listed.size()).isEqualTo(1);
        String number = placed.json().get("hold").asString();
        assertThat(Called.on(database, "hold", "release", number, "--reason", "lifted")
                        .code())
                .isZero();
        assertThat(Called.on(database, "hold", "release", number, "--reason", "lifted")
                        .code())
                .isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void aWindowIsOpenedUsedAndListedAndRefusedInOneLine() {
        new JdbcTemplate(database.dataSource())
                .execute(
                        "INSERT INTO platform.account (account_id, cohort, last_active_at, handle)"
                                + " VALUES (9001, 'standard', now(), 'owner9001'), (9002, 'standard', now(), 'owner9002');"
                                + " INSERT INTO platform.block (account_id, blocked_at, cause) VALUES (9001, '2026-01-01', 'complaint');"
                                + " INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (9001, 5, now())");
        assertThat(Called.on(database, "run").code()).isZero();

        Called opened = Called.on(database, "window", "open", "9001", "--device", "phone 88", "--output", "json");
        assertThat(opened.code()).as(opened.err()).isZero();
        Called recorded =
                Called.on(database, "window", "record", "9001", "CHANGE_WITHDRAWAL", "--reference", "transfer 7");
        assertThat(recorded.out()).isEqualTo("CHANGE_WITHDRAWAL of account 9001 is recorded.\n");
        JsonNode listed = Called.on(database, "window", "list", "9001", "--output", "json")
                .json();

        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).get("window")).isEqualTo(opened.json().get("window"));
        assertThat(listed.get(0).get("uses").get(0).asString()).isEqualTo("CHANGE_WITHDRAWAL transfer 7");
        assertThat(Called.on(database, "window", "list").out()).contains("open", "phone 88", "transfer 7");
        Called refused = Called.on(database, "window", "open", "9002", "--device", "phone 88");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.err()).isEqualTo("fallow: account 9002: no property window can be opened: NOT_BLOCKED\n");
        assertThat(Called.on(database, "explain", "9001").out()).contains("PROPERTY_WINDOW: open until 20");
    }

    @Test
    void aDemoNeverBeginsInADatabaseThatNoDemoMade() {
        Called refused = Called.on(database, "demo", "--accounts", "10");

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.err()).contains("no demo made", "nothing was changed");
        assertThat(count("platform.account")).isEqualTo(500);
    }

    @Test
    void aDemoPlaysNightsAndBeginsAnewUntilTheDatabaseIsSomebodys() {
        try (TestDatabase empty = TestDatabase.fresh()) {
            String[] demo = {"demo", "--accounts", "300", "--nights", "1", "--output", "json"};
            Called played = Called.on(empty, demo);
            assertThat(played.code()).as(played.err()).isZero();
            assertThat(played.json().get("businessDate").asString())
                    .isEqualTo(Called.today().plusDays(1).toString());
            assertThat(Called.on(empty, demo).code()).isZero();

            assertThat(Called.on(empty, "init", "--contract", "sql/contract/reference.sql")
                            .code())
                    .isZero();
            assertThat(Called.on(empty, demo).code()).isEqualTo(ExitCode.USAGE.code());
        }
    }

    private long count(String table) {
        Long n = admin.queryForObject("SELECT count(*) FROM " + table, Long.class);
        return n == null ? -1 : n;
    }
}
