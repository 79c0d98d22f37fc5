package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.InstallException;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.settings.SettingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a guarantee rests on is looked at on anybody's PostgreSQL, and where it does not hold nobody is recycled. */
class AnybodysPostgresTest {

    private static final int[] NIGHTS = {0, 15, 31, 38};

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    private void nearlyRecycled() {
        platform.account(1, "standard", TODAY.minusYears(4));
        for (int day : NIGHTS) {
            platform.night(TODAY.plusDays(day));
        }
    }

    private void stops(String problem) {
        NightResult night = platform.attempt(TODAY.plusDays(45), SmallPlatform.policy());
        assertThat(night.report().status()).as(night.problem()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(night.problem()).contains(problem);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void rowLevelSecurityOnPropertyStopsTheNightAndShutsNoOwnerOut() {
        nearlyRecycled();
        platform.change(1, 500)
                .sql("ALTER TABLE platform.wallet_balance ENABLE ROW LEVEL SECURITY")
                .sql("ALTER TABLE platform.block ENABLE ROW LEVEL SECURITY");

        stops("table platform.wallet_balance is under row level security, which binds fallow_contract");

        platform.account(2, "standard", TODAY);
        assertThat(platform.rows("SELECT allowed, reason FROM fallow.permits(2, 'PAYMENT')"))
                .containsExactly("(t,CONTRACT_UNREADABLE)");
        assertThat(platform.rows("SELECT allowed, reason FROM fallow.permits(1, 'PAYMENT')"))
                .containsExactly("(f,PROTECTED)");
        assertThat(platform.rows("SELECT allowed, reason FROM fallow.permits(2, 'OPEN_WINDOW')"))
                .containsExactly("(f,CONTRACT_UNREADABLE)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE MATERIALIZED VIEW platform.rich AS SELECT account_id FROM platform.wallet_balance;"
                        + " GRANT SELECT ON platform.rich TO fallow_contract;"
                        + " CREATE OR REPLACE VIEW fallow.account_exclusion AS SELECT account_id::fallow.account_id, 'CHANGE' AS reason,"
                        + " NULL AS detail FROM platform.rich | reads platform.rich, a materialized view",
                "ALTER VIEW fallow.account_exclusion SET (security_invoker = true) | has security_invoker",
                "ALTER VIEW fallow.account_exclusion OWNER TO fallow_owner | view fallow.account_exclusion belongs to fallow_owner",
                "REVOKE SELECT ON platform.micro_loan FROM fallow_contract | GRANT SELECT ON platform.micro_loan TO fallow_contract",
                "ALTER FUNCTION fallow.permits(fallow.account_id, text, timestamptz) RESET row_security"
                        + " | is SECURITY DEFINER without row_security=off"
            })
    void whatTheContractRestsOnIsLookedAtEachNightAndByInit(String change, String found) {
        nearlyRecycled();
        platform.sql(change);

        stops(found);
        assertThat(platform.problems()).anyMatch(problem -> problem.contains(found));
    }

    @Test
    void settingsOfALoginOrADatabaseDoNotReachANight() {
        String database = platform.raw().database().jdbcUrl().replaceAll(".*/", "");
        for (String setting : new String[] {
            "default_transaction_isolation = 'serializable'",
            "row_security = on",
            "quote_all_identifiers = on",
            "DateStyle = 'SQL, DMY'",
            "IntervalStyle = 'iso_8601'",
            "bytea_output = 'escape'",
            "idle_in_transaction_session_timeout = '50ms'"
        }) {
            platform.sql("ALTER DATABASE " + database + " SET " + setting);
        }
        nearlyRecycled();

        platform.night(TODAY.plusDays(45));

        assertThat(platform.state(1)).isEqualTo("RECYCLED");
    }

    @Test
    void noLoginWithoutOurRightsCanHoldANightUp() throws SQLException {
        platform.account(1, "standard", TODAY.minusYears(4));
        try (Connection other = platform.raw().database().dataSource().getConnection();
                Statement stranger = other.createStatement()) {
            stranger.execute("SELECT pg_advisory_lock(hashtext('fallow'), hashtext('nightlyRecycling'))");
            stranger.execute("SELECT pg_advisory_lock(hashtext('fallow'), hashtext('seal'))");
            stranger.execute("SET ROLE fallow_auditor");
            assertThatThrownBy(() -> stranger.execute("BEGIN; LOCK TABLE fallow.night_lock IN EXCLUSIVE MODE"))
                    .hasMessageContaining("permission denied");

            platform.night(TODAY);
        }
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void theNightsLockHoldsUpNoVacuumAndReadersPassIt() throws SQLException {
        try (NightOwnership.Hold night =
                        platform.raw().bean(NightOwnership.class).take();
                Connection other = platform.raw().database().dataSource().getConnection();
                Statement dump = other.createStatement()) {
            assertThat(night).isNotNull();
            dump.execute("SET lock_timeout = '1s'; BEGIN; LOCK TABLE fallow.night_lock IN ACCESS SHARE MODE; COMMIT");
            assertThat(platform.rows(
                            "SELECT backend_xid, backend_xmin FROM pg_stat_activity WHERE application_name LIKE 'fallow run,%'"
                                    + " AND datname = current_database()"))
                    .containsExactly("(,)");
        }
    }

    @Test
    void aLoginThatIsMoreThanANightMayBeIsRefused() {
        new Installer(platform.raw().database().dataSource()).mark("PRODUCTION");

        assertThatThrownBy(() -> new TestPlatform(platform.raw().database()))
                .rootCause()
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("is a superuser")
                .hasMessageContaining("GRANT fallow_runtime TO night");
    }

    @Test
    void aNightIsNeverAheadOfTheDatabasesClockAndARunThatDecidedNothingLeavesItsDate() {
        platform.account(1, "standard", TODAY.minusYears(4));
        BusinessDates dates = new BusinessDates(
                platform.raw().bean(io.fallow.ledger.runs.Runs.class),
                java.time.Clock.fixed(TestPlatform.eveningOf(TODAY.plusYears(20)), TestPlatform.ZONE));
        new Installer(platform.raw().database().dataSource()).mark("PRODUCTION");
        assertThatThrownBy(() -> dates.require(null, SmallPlatform.policy()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("later than today by the database's clock");
        new Installer(platform.raw().database().dataSource()).mark("TEST");

        NightResult ahead = platform.raw().night(TODAY.plusYears(20), SmallPlatform.policy());
        assertThat(ahead.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        platform.raw().bean(Approvals.class).abandon(ahead.report().run(), "ops", "the clock was wrong");

        platform.night(TODAY);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1;NLCOMMIT;NLSELECT 2; | , line 3: it is one transaction",
                "BEGIN; | , line 2: it is one transaction",
                "SELECT 1;NLSELECT nonsense; | , line 3: ERROR: column \"nonsense\" does not exist"
            })
    void aContractIsOneTransactionAndItsErrorsHaveTheirLine(String contract, String said) {
        assertThatThrownBy(
                        () -> platform.install("CREATE TABLE platform.half (n int);\n" + contract.replace("NL", "\n")))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("nothing was changed");
        assertThat(platform.count("pg_class WHERE relname = 'half'")).isZero();
    }

    @Test
    void aViewWhoseColumnsChangeIsMadeAnew() {
        platform.install(
                "DROP VIEW fallow.account_freeze; CREATE VIEW fallow.account_freeze AS SELECT 1 AS odd, 2 AS older");

        platform.repairContract();

        platform.account(1, "standard", TODAY.minusYears(4));
        platform.night(TODAY);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void everyTableOfOursHasAPrimaryKey() {
        try (TestDatabase fresh = TestDatabase.fresh()) {
            new Installer(fresh.dataSource()).installSchema("bigint");
            assertThat(new org.springframework.jdbc.core.JdbcTemplate(fresh.dataSource())
                            .queryForList(
                                    "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'fallow'::regnamespace AND c.relkind IN ('r', 'p')"
                                            + " AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)",
                                    String.class))
                    .isEmpty();
        }
    }
}
