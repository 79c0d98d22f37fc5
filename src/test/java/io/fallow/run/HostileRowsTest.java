package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows and contracts that nobody should have: set aside, held, or refused; never recycled, and never in anybody else's way. */
class HostileRowsTest {

    private static final List<String> COHORTS = List.of(
            "",
            " ",
            "Standard",
            "standard ",
            "\ufeffstandard",
            "standard\t",
            "null",
            "NaN",
            "🦊",
            "'; DROP TABLE fallow.run; --",
            "\"standard\"",
            "{standard}",
            "\\standard",
            "standard,never-used",
            "x".repeat(100_000));

    private static final List<String> INSTANTS = List.of(
            "-infinity", "infinity", "4713-01-01 00:00+00 BC", "0001-01-01 00:00+00 BC", "294276-12-31 00:00+00");

    @Test
    void givesNoRowToAccountsOfCohortsThatThePolicyDoesNotName() {
        try (SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=7")) {
            platform.account(1, "standard", TODAY.minusYears(4));
            for (int n = 0; n < COHORTS.size(); n++) {
                platform.account(100 + n, COHORTS.get(n), TODAY.minusYears(4));
            }

            RunReport report = platform.night(TODAY);

            assertThat(platform.rows("SELECT account_id, state FROM fallow.account_status"))
                    .containsExactly("(1,PROTECTED)");
            assertThat(report.excludedFor()).containsEntry("UNKNOWN_COHORT", (long) COHORTS.size());
        }
    }

    @Test
    void recyclesNobodyWhoseActivityNoCalendarHolds() {
        try (SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=4")) {
            platform.account(1, "standard", TODAY.minusYears(4));
            for (int n = 0; n < INSTANTS.size(); n++) {
                platform.account(100 + n, "standard", TODAY.minusYears(4));
            }
            for (int n = 0; n < INSTANTS.size(); n++) {
                platform.sql("UPDATE platform.account SET last_active_at = '" + INSTANTS.get(n)
                        + "' WHERE account_id = " + (100 + n));
            }

            RunReport report = platform.night(TODAY);

            assertThat(platform.state(1)).isEqualTo("PROTECTED");
            // the last two are in the future; the others come before every calendar, or before the year 1
            assertThat(report.outcomes()).isEqualTo(java.util.Map.of("PROTECTED", 1L, "SET_ASIDE", 3L));
            assertThat(platform.rows("SELECT account_id FROM fallow.set_aside ORDER BY account_id"))
                    .containsExactly("(100)", "(102)", "(103)");
            assertThat(platform.count("fallow.account_lifecycle")).isEqualTo(1);
        }
    }

    @Test
    void takesWhateverReasonThePlatformNamesForAVeto() {
        List<String> reasons = List.of(
                "'odd'",
                "'🦊'",
                "'{a,b}'",
                "'\"'",
                "'a b'",
                "'NULL'",
                "NULL",
                "'; DROP TABLE fallow.run; --'",
                "E'a\\tb'",
                "'\\x00'",
                "repeat('x', 10000)",
                "E'a\\u001fb'",
                "''",
                "' '");
        try (SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=5")) {
            List<String> rows = new ArrayList<>();
            for (int n = 0; n < reasons.size(); n++) {
                platform.account(100 + n, "standard", EveOfRecycling.LONG_AGO);
                rows.add("(" + (100 + n) + "::bigint, " + reasons.get(n) + ")");
            }
            platform.account(1, "standard", EveOfRecycling.LONG_AGO);
            platform.sql(
                    "CREATE OR REPLACE VIEW fallow.account_exclusion AS SELECT CAST(id AS fallow.account_id) AS account_id,"
                            + " CAST(reason AS text) AS reason, CAST(NULL AS text) AS detail FROM (VALUES "
                            + String.join(", ", rows) + ") AS v (id, reason)");

            platform.night(TODAY, EveOfRecycling.POLICY);
            platform.night(TODAY.plusDays(1), EveOfRecycling.POLICY);
            platform.night(TODAY.plusDays(20), EveOfRecycling.POLICY);

            assertThat(platform.rows("SELECT account_id FROM fallow.account_status WHERE state = 'RECYCLED'"))
                    .containsExactly("(1)");
        }
    }

    @Test
    void protectsNobodyByAnActivityViewThatHasAnAccountTwice() {
        try (SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=4")) {
            for (int id = 1; id <= 9; id++) {
                platform.account(id, "standard", TODAY.minusYears(4));
            }
            platform.sql(
                    "CREATE OR REPLACE VIEW fallow.account_activity AS"
                            + " SELECT CAST(account_id AS fallow.account_id) AS account_id, cohort, registered_at, last_active_at"
                            + " FROM platform.account UNION ALL SELECT CAST(5 AS fallow.account_id), 'standard', NULL, TIMESTAMPTZ '2026-11-01'");

            NightResult night = platform.attempt(TODAY, SmallPlatform.policy());

            assertThat(night.problem()).contains("view fallow.account_activity returns account 5 more than once");
            assertThat(platform.count("fallow.account_status WHERE state <> 'DORMANT'"))
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "NULL, 1000, TIMESTAMPTZ '2026-11-19 12:00+08'",
                "'account', NULL, TIMESTAMPTZ '2026-11-19 12:00+08'",
                "'account', 1000, NULL",
                "'account', 1000, 'infinity'",
                "'account', 1000, '-infinity'",
                "'account', 1000, '9999-12-31'",
                "'account', 1000, '0001-01-01 BC'",
                "'account', -1, NULL",
                "'🦊', 1000, 'infinity'",
                "'; DROP TABLE fallow.run; --', 1000, 'infinity'",
            })
    void refusesSourcesThatCannotBeTrusted(String row) {
        try (SmallPlatform platform = new SmallPlatform()) {
            platform.account(1, "standard", TODAY.minusYears(4));
            platform.sql(
                    "CREATE OR REPLACE VIEW fallow.source_health AS SELECT CAST(s AS text) AS source, CAST(r AS bigint) AS rows,"
                            + " CAST(n AS timestamptz) AS newest FROM (VALUES (" + row + ")) AS v (s, r, n)");

            NightResult night = platform.raw().night(TODAY, SmallPlatform.policy());

            assertThat(night.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
            assertThat(night.problem()).isNotNull().contains("source").doesNotContain("\n");
            assertThat(platform.count("fallow.account_lifecycle")).isZero();
        }
    }

    static Stream<List<String>> keys() {
        return Stream.of(List.of(
                "'",
                "''",
                "\"",
                "\\",
                "\\N",
                "\\.",
                ",",
                "{}",
                "{a,b}",
                "NULL",
                "null",
                "nan",
                "infinity",
                " ",
                "a b",
                "\t",
                "a\tb",
                "a\nb",
                "a\r\nb",
                "\ufeffa",
                "\u202ea",
                "\u001f",
                "🦊",
                "e\u0301",
                "\u00e9",
                "$1",
                "?",
                ":name",
                "%s",
                "--",
                "/*",
                "; DROP TABLE fallow.run; --",
                "1' OR '1'='1",
                "-1",
                "0",
                "99999999999999999999",
                "x".repeat(2_000),
                "Z",
                "z",
                ""));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("keys")
    void leadsAccountsWithSuchKeysThroughTheirLifeLikeAnyOther(List<String> keys) {
        try (TestPlatform platform =
                new TestPlatform(TestDatabase.from("text-keys", HostileRowsTest::prepare), "--fallow.chunk-size=3")) {
            JdbcTemplate admin = platform.admin();
            keys.forEach(key ->
                    admin.update("INSERT INTO shop.customer VALUES (?, '2020-01-01', ?)", key, key.length() % 2));
            platform.night(TODAY, EveOfRecycling.POLICY);
            assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                    .isEqualTo(keys.size());

            RunReport report = SmallPlatform.completed(platform.night(TODAY.plusDays(1), EveOfRecycling.POLICY));

            assertThat(report.counts().setAside()).isZero();
            assertThat(admin.queryForList(
                            "SELECT account_id FROM fallow.account_status WHERE state = 'RECYCLED'", String.class))
                    .containsExactlyInAnyOrderElementsOf(
                            keys.stream().filter(key -> key.length() % 2 == 0).toList());
            assertThat(admin.queryForList("SELECT id FROM shop.customer", String.class))
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    private static void prepare(javax.sql.DataSource empty) {
        new JdbcTemplate(empty)
                .execute(
                        "CREATE SCHEMA shop; CREATE TABLE shop.customer (id text PRIMARY KEY, used timestamptz, change bigint)");
        Installer installer = new Installer(empty);
        installer.installSchema("text");
        StringBuilder contract = new StringBuilder("""
                GRANT USAGE ON SCHEMA shop TO fallow_contract; GRANT SELECT ON shop.customer TO fallow_contract;
                CREATE VIEW fallow.account_activity AS SELECT CAST(id AS fallow.account_id) AS account_id,
                    'standard' AS cohort, CAST(NULL AS timestamptz) AS registered_at, used AS last_active_at FROM shop.customer;
                CREATE VIEW fallow.account_exclusion AS SELECT CAST(id AS fallow.account_id) AS account_id, 'CHANGE' AS reason,
                    CAST(change AS text) AS detail FROM shop.customer WHERE change > 0;
                CREATE VIEW fallow.source_health AS SELECT 'customer' AS source, CAST(1 AS bigint) AS rows,
                    TIMESTAMPTZ '2026-11-20 12:00+08' AS newest;
                SELECT fallow.attach_guard('shop.customer', 'id');
                """);
        for (String act : List.of("protect", "unseal", "recycle", "restore", "release")) {
            contract.append(
                    "CREATE FUNCTION fallow.apply_" + act + "(accounts fallow.account_id[]) RETURNS void LANGUAGE sql"
                            + " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT';\n");
        }
        installer.installContract("shop.sql", contract.toString());
        installer.mark("TEST");
    }
}
