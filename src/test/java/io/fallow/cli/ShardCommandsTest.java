package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Commands on a platform of two databases, called as from a shell: what each shard says, what they come to together, and exit codes. */
class ShardCommandsTest {

    private static final String POLICY = "fallow.policy-file=config/demo-policy.yaml";

    private final TestDatabase main = half(0);
    private final TestDatabase east = half(1);
    private String eastUrl = "";

    private static TestDatabase half(int remainder) {
        return TestDatabase.from("half-of-today-" + remainder, (DataSource empty) -> {
            Called.prepare(empty);
            JdbcTemplate jdbc = new JdbcTemplate(empty);
            for (String table : jdbc.queryForList(
                    "SELECT format('platform.%I', table_name) FROM information_schema.columns"
                            + " WHERE table_schema = 'platform' AND column_name = 'account_id'"
                            + " ORDER BY table_name = 'account'",
                    String.class)) {
                jdbc.update("DELETE FROM " + table + " WHERE account_id % 2 <> ?", remainder);
            }
        });
    }

    @BeforeEach
    void up() {
        eastUrl = east.jdbcUrl();
    }

    @AfterEach
    void close() {
        main.close();
        east.close();
    }

    private void down() {
        eastUrl = east.jdbcUrl().replaceFirst(":\\d+/", ":1/");
    }

    private Called called(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--set", POLICY,
                "--set", "fallow.shards.east.url=" + eastUrl,
                "--set", "fallow.shards.east.username=" + east.username(),
                "--set", "fallow.shards.east.password=" + east.password()));
        return Called.on(main, all.toArray(String[]::new));
    }

    @Test
    void aNightThatOneShardMissesFailsAndIsFinishedByRerun() {
        down();
        Called run = called("run", "--output", "json");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.json().get("shards").get("main").get("status").asString())
                .isEqualTo("COMPLETED");
        assertThat(run.json().get("shards").get("east").get("exitCode").asInt()).isEqualTo(1);
        assertThat(run.json().get("totals").get("missing").get(0).asString()).isEqualTo("east");
        assertThat(run.err())
                .contains("fallow: shard east: the database does not answer")
                .contains("FALLOW_SHARDS_EAST_URL says where it is");

        Called silent = called("explain", "2");
        assertThat(silent.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(silent.out()).contains("Shard main:", "Account 2 is");
        assertThat(silent.err()).contains("fallow: shard east: the database does not answer");

        up();
        Called rerun = called("rerun");
        assertThat(rerun.code()).as(rerun.err()).isZero();
        assertThat(rerun.out())
                .contains("== Shard main ==", "This night was completed before", "== Shard east ==", "== All shards ==")
                .contains("2 of 2 shards have completed the night; every account looked at has one outcome.");
        assertThat(called("rerun").code()).isEqualTo(ExitCode.USAGE.code());

        JsonNode report = called("report", "--date", Called.today().toString(), "--output", "json")
                .json();
        assertThat(report.get("totals").get("accounts").asInt()).isEqualTo(500);
        assertThat(report.get("totals").get("reconciled").asBoolean()).isTrue();
        down();
        Called kept = called("report", "--date", Called.today().toString(), "--output", "json");
        assertThat(kept.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(kept.json().get("totals")).isEqualTo(report.get("totals"));
    }

    @Test
    void questionsAreAnsweredByEveryShardAndTotalled() {
        JsonNode preview = called("preview", "--output", "json").json();
        assertThat(called("run").code()).isZero();

        JsonNode status = called("status", "--output", "json").json();
        long standing = 0;
        for (JsonNode each : status.get("totals").get("accounts")) {
            standing += each.get("accounts").asLong();
        }
        assertThat(standing).isEqualTo(count(main, "account_status") + count(east, "account_status"));
        assertThat(preview.get("totals")
                        .get("report")
                        .get("counts")
                        .get("protected")
                        .asLong())
                .isEqualTo(count(main, "account_status WHERE state = 'PROTECTED'")
                        + count(east, "account_status WHERE state = 'PROTECTED'"));
        assertThat(called("runs").out()).contains("2 of 2");
        assertThat(called("stop").out()).contains("No night is running any more.");

        Called intact = called("verify", "--output", "json");
        assertThat(intact.code()).isZero();
        assertThat(intact.json().get("totals").get("chains").asInt()).isEqualTo(2);
        JdbcTemplate eastern = new JdbcTemplate(east.dataSource());
        eastern.execute("SET session_replication_role = replica; UPDATE fallow.decision SET reasons = '{X}'");
        Called changed = called("verify");
        assertThat(changed.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(changed.out()).contains("Intact: ", "NOT INTACT: ");
        assertThat(called("verify", "--shard", "main").code()).isZero();
    }

    @Test
    void anActFindsTheAccountsShard() {
        assertThat(called("run").code()).isZero();
        String odd = String.valueOf(new JdbcTemplate(east.dataSource())
                .queryForObject(
                        "SELECT min(account_id) FROM fallow.account_status WHERE state = 'PROTECTED'", String.class));

        Called unsealed = called("unseal", odd, "--method", "PASSPORT", "--reference", "ticket 9001");

        assertThat(unsealed.code()).as(unsealed.err()).isZero();
        assertThat(count(east, "account_status WHERE state = 'ACTIVE' AND account_id = " + odd))
                .isEqualTo(1);
        assertThat(called("hold", "add", odd, "--detail", "court order 12").code())
                .isZero();
        assertThat(count(east, "hold")).isEqualTo(1);
        Called unknown = called("explain", "999999");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.err()).contains("the platform does not know account 999999");
    }

    @Test
    void whatIsOneShardsMustNameIt() {
        for (String[] command : new String[][] {
            {"hold", "list"},
            {"seal", "export"},
            {"abandon", "1", "--reason", "x"},
            {"rerun", "--run", "1"},
            {"approve", "1", "--by", "Li Na", "--reason", "x"},
            {"stop", "--run", "1"},
            {"verify", "--head", "0".repeat(64)}
        }) {
            Called refused = called(command);
            assertThat(refused.code()).as(String.join(" ", command)).isEqualTo(ExitCode.USAGE.code());
            assertThat(refused.err())
                    .as(String.join(" ", command))
                    .containsAnyOf("--shard", "--date")
                    .contains("shard");
        }
        assertThat(called("hold", "list", "--shard", "east").code()).isZero();
        assertThat(called("status", "--shard", "west").err())
                .contains("there is no shard 'west'; there is main, and east");
        assertThat(called("init", "--output", "json")
                        .json()
                        .get("shards")
                        .get("east")
                        .get("status")
                        .asString())
                .isEqualTo("READY");
    }

    private static long count(TestDatabase database, String rows) {
        Long n = new JdbcTemplate(database.dataSource())
                .queryForObject("SELECT count(*) FROM fallow." + rows, Long.class);
        return n == null ? -1 : n;
    }
}
