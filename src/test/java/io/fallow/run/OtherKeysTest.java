package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.lifecycle.State;
import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An adopter's own schema, with keys that are no numbers: nights need nothing but its contract. */
class OtherKeysTest {

    private static final List<String> STRANGE = List.of(
            "",
            " ",
            "null",
            "\\N",
            "{}",
            "a,b",
            "\"quoted\"",
            "it's",
            "tab\there",
            "line\nbreak",
            "Ä",
            "ä",
            "z",
            "Z",
            "😀",
            "k");

    private static final String CONTRACT = """
            GRANT USAGE ON SCHEMA club TO fallow_contract;
            GRANT SELECT ON ALL TABLES IN SCHEMA club TO fallow_contract;
            GRANT UPDATE ON club.member TO fallow_contract;

            CREATE VIEW fallow.account_activity AS
            SELECT CAST(member_key AS fallow.account_id) AS account_id, 'standard' AS cohort,
                joined AS registered_at, last_seen AS last_active_at
            FROM club.member;

            CREATE VIEW fallow.account_exclusion AS
            SELECT CAST(member_key AS fallow.account_id) AS account_id, 'COINS' AS reason, coins || ' coins' AS detail
            FROM club.purse
            WHERE coins > 0;

            CREATE VIEW fallow.source_health AS
            SELECT 'member' AS source, CAST(100 AS bigint) AS rows, newest FROM club.feed;

            CREATE FUNCTION fallow.apply_protect(accounts fallow.account_id[]) RETURNS void LANGUAGE sql
                AS $$ UPDATE club.member SET locked = true WHERE member_key = ANY (accounts) $$;
            CREATE FUNCTION fallow.apply_unseal(accounts fallow.account_id[]) RETURNS void LANGUAGE sql
                AS $$ UPDATE club.member SET locked = false WHERE member_key = ANY (accounts) $$;
            CREATE FUNCTION fallow.apply_recycle(accounts fallow.account_id[]) RETURNS void LANGUAGE sql
                AS $$ UPDATE club.member SET gone = true WHERE member_key = ANY (accounts) $$;
            CREATE FUNCTION fallow.apply_restore(accounts fallow.account_id[]) RETURNS void LANGUAGE sql
                AS $$ UPDATE club.member SET gone = false WHERE member_key = ANY (accounts) $$;
            CREATE FUNCTION fallow.apply_release(accounts fallow.account_id[]) RETURNS void LANGUAGE sql
                AS $$ UPDATE club.member SET name = NULL WHERE member_key = ANY (accounts) $$;

            SELECT fallow.attach_guard('club.member', 'member_key');
            SELECT fallow.attach_guard('club.purse', 'member_key');
            """;

    @ParameterizedTest
    @ValueSource(strings = {"text", "uuid"})
    void accountsLiveTheirLivesWhateverTheirKeysAre(String type) {
        List<String> keys = type.equals("text")
                ? new ArrayList<>(STRANGE)
                : IntStream.range(0, STRANGE.size())
                        .mapToObj(i -> new UUID(0x5eed * (i + 1L) * 0x9e3779b97f4a7c15L, i).toString())
                        .toList();
        String rich = keys.get(1);
        String active = keys.get(2);
        String late = keys.get(3);
        String unsealed = keys.get(4);
        try (TestPlatform platform = new TestPlatform(
                TestDatabase.from("club-" + type, empty -> prepare(empty, type)), "--fallow.chunk-size=3")) {
            JdbcTemplate club = platform.admin();
            for (String key : keys) {
                club.update(
                        "INSERT INTO club.member (member_key, name, joined, last_seen) VALUES (CAST(? AS " + type
                                + "), 'A Person', '2020-01-01', CAST(? AS timestamptz))",
                        key,
                        key.equals(active) ? TODAY.minusDays(1).toString() : "2021-05-05");
            }
            deposit(club, type, rich);

            assertThat(night(platform, 0)).isEqualTo("dormant=15 protected=15 warned=0 recycled=0 released=0");
            platform.bean(OwnerDesk.class)
                    .unseal(unsealed, new Evidence("PASSPORT", "case 9", "desk"), TestPlatform.policy());
            assertThat(night(platform, 15)).isEqualTo("dormant=0 protected=0 warned=13 recycled=0 released=0");
            assertThat(night(platform, 31)).isEqualTo("dormant=0 protected=0 warned=13 recycled=0 released=0");
            assertThat(night(platform, 38)).isEqualTo("dormant=0 protected=0 warned=13 recycled=0 released=0");
            deposit(club, type, late);
            assertThat(night(platform, 45)).isEqualTo("dormant=0 protected=0 warned=0 recycled=12 released=0");
            assertThat(night(platform, 105)).isEqualTo("dormant=0 protected=0 warned=0 recycled=0 released=12");

            for (String key : keys) {
                String state = key.equals(active) || key.equals(unsealed)
                        ? "ACTIVE"
                        : key.equals(rich) || key.equals(late) ? "PROTECTED" : "RELEASED";
                assertThat(state(club, type, key)).as("account '%s'", key).isEqualTo(state);
                assertThat(club.queryForObject(
                                "SELECT name IS NULL FROM club.member WHERE member_key = CAST(? AS " + type + ")",
                                Boolean.class,
                                key))
                        .as("erased '%s'", key)
                        .isEqualTo(state.equals(State.RELEASED.name()));
            }
        }
    }

    /** Property of 'ann' that belongs to 'Ann' by the platform's own rules would be nobody's to Fallow. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pg_available_extensions WHERE name = 'citext' | CREATE EXTENSION citext | citext | is citext",
                "pg_available_extensions WHERE name = 'citext' | CREATE EXTENSION citext; CREATE DOMAIN public.nick AS citext"
                        + " | public.nick | is citext",
                "pg_collation WHERE collprovider = 'i' | CREATE COLLATION public.alike"
                        + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
                        + " | text COLLATE public.alike | which is not deterministic",
            })
    void keysThatAreAlikeByOtherRulesThanTextAreRefused(String needed, String prepare, String type, String why) {
        try (TestDatabase database = TestDatabase.fresh()) {
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            boolean can = Boolean.TRUE.equals(jdbc.queryForObject("SELECT count(*) > 0 FROM " + needed, Boolean.class));
            if (!"docker".equals(System.getenv("FALLOW_TEST_DATABASE"))) {
                assumeTrue(can, "the embedded server has neither ICU nor contrib");
            }
            jdbc.execute(prepare);
            tables(jdbc, "text", type);
            Installer installer = new Installer(database.dataSource());
            installer.installSchema("text");

            String unguarded = CONTRACT.replace("SELECT fallow.attach_guard('club.purse', 'member_key');", "");
            assertThatThrownBy(() -> installer.installContract("club.sql", unguarded))
                    .hasMessageContaining("column club.purse.member_key ")
                    .hasMessageContaining(why);
            assertThatThrownBy(() -> installer.installContract("club.sql", CONTRACT))
                    .hasMessageContaining("club.purse cannot be guarded by its column member_key");
        }
    }

    private static void tables(JdbcTemplate jdbc, String type, String typeInPurse) {
        jdbc.execute("CREATE SCHEMA club");
        jdbc.execute(
                "CREATE TABLE club.member (member_key " + type + " PRIMARY KEY, name text, joined timestamptz,"
                        + " last_seen timestamptz, locked boolean NOT NULL DEFAULT false, gone boolean NOT NULL DEFAULT false)");
        jdbc.execute("CREATE TABLE club.purse (member_key " + typeInPurse + " PRIMARY KEY, coins integer NOT NULL)");
        jdbc.execute("CREATE TABLE club.feed AS SELECT now() AS newest");
    }

    private static void prepare(DataSource empty, String type) {
        tables(new JdbcTemplate(empty), type, type);
        Installer installer = new Installer(empty);
        installer.installSchema(type);
        installer.installContract("club.sql", CONTRACT);
        installer.mark("TEST");
        assertThat(installer.problems()).isEmpty();
    }

    private static void deposit(JdbcTemplate club, String type, String key) {
        club.update("INSERT INTO club.purse (member_key, coins) VALUES (CAST(? AS " + type + "), 3)", key);
    }

    private static String night(TestPlatform platform, int day) {
        LocalDate date = TODAY.plusDays(day);
        platform.admin()
                .update(
                        "UPDATE club.feed SET newest = CAST(? AS timestamptz)",
                        TestPlatform.eveningOf(date.minusDays(1)).toString());
        var counts = SmallPlatform.completed(platform.night(date)).counts();
        return "dormant=" + counts.dormant() + " protected=" + counts.protectedAccounts() + " warned=" + counts.warned()
                + " recycled=" + counts.recycled() + " released=" + counts.released();
    }

    private static String state(JdbcTemplate club, String type, String key) {
        List<String> states = club.queryForList(
                "SELECT state FROM fallow.account_status WHERE account_id = CAST(? AS " + type + ")",
                String.class,
                key);
        return states.isEmpty() ? "ACTIVE" : states.get(0);
    }
}
