package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong: one line that names the culprit and the way out, the right exit code, and nothing changed. */
class BadInputTest {

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    private Called fallow(String... arguments) {
        return Called.on(database, arguments);
    }

    private Called fallowAt(String url, String password, String... arguments) {
        return Called.as(database, url, password, arguments);
    }

    private void assertRefused(Called ended, ExitCode code, String... words) {
        String line = ended.err()
                .lines()
                .filter(each -> each.startsWith("fallow: "))
                .reduce((one, two) -> one + "|" + two)
                .orElse("");
        assertThat(line).contains(words).doesNotContain("|");
        assertThat(ended.code()).isEqualTo(code.code());
        assertThat(ended.err()).doesNotContain("\tat ");
        assertThat(admin.queryForObject("SELECT count(*) FROM fallow.account_lifecycle", Long.class))
                .isZero();
    }

    @Test
    void anUnknownDate() {
        assertRefused(fallow("run", "--date", "2026-13-40"), ExitCode.USAGE, "'2026-13-40' is not a date such as");
    }

    @Test
    void aFutureDate() {
        assertRefused(fallow("run", "--date", "2999-01-01"), ExitCode.USAGE, "2999-01-01 is later than today");
    }

    @Test
    void aMalformedPolicy(@TempDir Path folder) throws Exception {
        Path policy = Files.writeString(folder.resolve("odd.yaml"), "zone: Mars/Olympus\n");
        assertRefused(
                fallow("run", "--policy", policy.toString()),
                ExitCode.USAGE,
                "odd.yaml",
                "zone: Mars/Olympus is not the name of a region");
    }

    @Test
    void anAddressThatKubernetesPutIntoThePod() {
        assertRefused(
                fallow("serve", "--set", "fallow.serve.port=tcp://10.96.12.7:8080"),
                ExitCode.USAGE,
                "fallow.serve.port",
                "enableServiceLinks: false");
    }

    @Test
    void aMissingPolicy() {
        assertRefused(
                fallow("run", "--policy", "nowhere.yaml"),
                ExitCode.USAGE,
                "nowhere.yaml does not exist",
                "FALLOW_POLICY_FILE");
    }

    @Test
    void aSettingOutOfRange() {
        assertRefused(
                fallow("run", "--set", "fallow.partitions=99"),
                ExitCode.USAGE,
                "fallow.partitions is '99', allowed is 1 to 64");
    }

    @Test
    void aSettingThatIsNoNumber() {
        assertRefused(fallow("run", "--set", "fallow.partitions=many"), ExitCode.USAGE, "fallow.partitions", "many");
    }

    @Test
    void aMissingView() {
        admin.execute("DROP VIEW fallow.account_exclusion");
        assertRefused(
                fallow("run"), ExitCode.UNSAFE_INPUTS, "view fallow.account_exclusion is missing", "fallow rerun");
    }

    @Test
    void aColumnOfTheWrongType() {
        admin.execute("DROP VIEW fallow.account_activity");
        admin.execute(
                "CREATE VIEW fallow.account_activity AS SELECT CAST(account_id AS fallow.account_id) AS account_id, cohort, registered_at,"
                        + " CAST(last_active_at AS date) AS last_active_at FROM platform.account");
        assertRefused(
                fallow("run"),
                ExitCode.UNSAFE_INPUTS,
                "fallow.account_activity.last_active_at is of type date, not timestamp with time zone");
    }

    @Test
    void aDatabaseThatIsDown() {
        assertRefused(
                fallowAt("jdbc:postgresql://127.0.0.1:1/nothing", "x", "run"),
                ExitCode.FAILED,
                "127.0.0.1:1",
                "SPRING_DATASOURCE_URL");
    }

    @Test
    void aWrongPassword() {
        assertRefused(
                fallowAt(database.jdbcUrl(), "wrong", "run"),
                ExitCode.USAGE,
                "refuses the login",
                "SPRING_DATASOURCE_PASSWORD");
    }

    @Test
    void aReadOnlyDatabase() {
        admin.execute(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        assertRefused(fallow("run"), ExitCode.FAILED, "read-only", "point SPRING_DATASOURCE_URL at the primary");
    }

    @Test
    void aDatabaseWithoutTheSchema() {
        try (TestDatabase empty = TestDatabase.fresh()) {
            assertRefused(
                    fallowAt(empty.jdbcUrl(), empty.password(), "status"),
                    ExitCode.USAGE,
                    "fallow init --contract FILE");
        }
    }

    @Test
    void anAccountKeyOfTheWrongType() {
        assertRefused(fallow("explain", "abc"), ExitCode.USAGE, "abc", "bigint");
    }

    @Test
    void standardOutputHoldsOneJsonDocumentAndNothingElse() {
        Called run = fallow("run", "--output", "json", "--policy", "config/demo-policy.yaml");
        JsonNode json = run.json();
        assertThat(run.code()).isZero();
        assertThat(json.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(json.get("counts").get("protected").asLong()).isGreaterThan(50);
        assertThat(json.get("steps").size()).isEqualTo(13);

        Called refused = fallow("explain", "0", "--output", "json");
        JsonNode error = refused.json();
        assertThat(error.get("exitCode").asInt()).isEqualTo(2);
    }
}
