package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One account that cannot be digested never keeps the others from being served. */
class PoisonTest {

    private static final int ACCOUNTS = 20;
    private static final LocalDate LONG_AGO = TODAY.minusYears(4);

    private final SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=8");

    @BeforeEach
    void addAccounts() {
        for (int id = 1; id <= ACCOUNTS; id++) {
            platform.account(id, "standard", LONG_AGO);
        }
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void putsAsideAnActivityThatNoCalendarHolds() {
        platform.sql("UPDATE platform.account SET last_active_at = '-infinity' WHERE account_id = 7");

        RunReport report = platform.night(TODAY);

        assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS - 1);
        assertThat(report.outcomes()).containsEntry("SET_ASIDE", 1L);
        assertThat(platform.rows("SELECT account_id, step FROM fallow.set_aside"))
                .containsExactly("(7,scanIdleAccounts)");
        assertThat(platform.state(7)).isEqualTo("ACTIVE");
    }

    @Test
    void putsAsideAProtectedAccountWhoseActivityBecameInfiniteAndKeepsItDue() {
        platform.night(TODAY);
        platform.sql("UPDATE platform.account SET last_active_at = 'infinity' WHERE account_id = 7");
        LocalDate notice = TODAY.plusDays(15);

        RunReport report = platform.night(notice);

        assertThat(report.counts().warned()).isEqualTo(ACCOUNTS - 1);
        assertThat(report.outcomes()).isEqualTo(Map.of("SET_ASIDE", 1L, "WARNED", ACCOUNTS - 1L));
        assertThat(platform.rows("SELECT due_on FROM fallow.account_status WHERE account_id = 7"))
                .containsExactly("(" + notice + ")");
    }

    @Test
    void putsAsideOneWhoseActivityLiesMoreThanADayInTheFutureAndNoOther() {
        platform.night(TODAY);
        LocalDate notice = TODAY.plusDays(15);
        String evening = TestPlatform.eveningOf(notice).toString();
        platform.sql("UPDATE platform.account SET last_active_at = CAST('" + evening
                + "' AS timestamptz) + interval '24 hours' WHERE account_id = 6");
        platform.sql("UPDATE platform.account SET last_active_at = CAST('" + evening
                + "' AS timestamptz) + interval '24 hours 1 millisecond' WHERE account_id = 7");

        RunReport report = platform.night(notice);

        assertThat(report.outcomes()).isEqualTo(Map.of("SET_ASIDE", 1L, "UNCHANGED", 1L, "WARNED", ACCOUNTS - 2L));
        assertThat(platform.rows("SELECT account_id, error FROM fallow.set_aside"))
                .containsExactly("(7,\"its last activity lies in the future: 2026-12-06T16:00:00Z\")");
    }

    @Test
    void putsAsideOneWhomThePlatformRefusesToRecycle() {
        for (int day : new int[] {0, 15, 31, 38}) {
            platform.night(TODAY.plusDays(day));
        }
        curse(7, 7);

        RunReport report = platform.night(TODAY.plusDays(45));

        assertThat(report.counts().recycled()).isEqualTo(ACCOUNTS - 1);
        assertThat(report.outcomes()).isEqualTo(Map.of("RECYCLED", ACCOUNTS - 1L, "SET_ASIDE", 1L));
        assertThat(platform.state(7)).isEqualTo("PROTECTED");
        platform.sql("DROP TRIGGER cursed ON platform.account");
        platform.night(TODAY.plusDays(46));
        assertThat(platform.state(7)).isEqualTo("RECYCLED");
    }

    @Test
    void putsAsideAloneTheAccountWhoseActivityTheViewCannotComputeAndGoesOnOnceItIsRepaired() {
        cannotComputeActivityOf(7);

        RunReport report = platform.night(TODAY);

        assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS - 1);
        assertThat(report.outcomes()).isEqualTo(Map.of("PROTECTED", ACCOUNTS - 1L, "SET_ASIDE", 1L));
        assertThat(platform.rows("SELECT account_id, step, sqlstate, error FROM fallow.set_aside"))
                .containsExactly("(7,scanIdleAccounts,22012,\"ERROR: division by zero\")");
        assertThat(platform.state(7)).isEqualTo("ACTIVE");

        platform.repairContract();
        platform.night(TODAY.plusDays(7)); // a full sweep

        assertThat(platform.state(7)).isEqualTo("PROTECTED");
        assertThat(platform.history(7)).noneMatch(decision -> decision.contains("LATE_ARRIVAL"));
    }

    @Test
    void putsAsideTheFirstTheLastAndNeighboursThatTheViewCannotCompute() {
        cannotComputeActivityOf(1, 8, 9, 10, ACCOUNTS);

        RunReport report = platform.night(TODAY);

        assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS - 5);
        assertThat(platform.rows("SELECT account_id FROM fallow.set_aside ORDER BY account_id"))
                .containsExactly("(1)", "(8)", "(9)", "(10)", "(" + ACCOUNTS + ")");
    }

    @Test
    void putsAsideOnAnOrdinaryNightWhoCannotBeComputedAmongTheLivingAndLetsTheNewlyIdleEnter() {
        for (int id = 101; id <= 120; id++) {
            platform.account(id, "standard", TODAY.minusDays(179)); // dormant tomorrow
        }
        platform.account(121, "standard", TODAY);
        platform.night(TODAY);
        cannotComputeActivityOf(108, 121);

        RunReport report = platform.night(TODAY.plusDays(1));

        assertThat(report.outcomes()).isEqualTo(Map.of("DORMANT", 19L, "SET_ASIDE", 2L));
        assertThat(platform.rows("SELECT account_id FROM fallow.set_aside ORDER BY account_id"))
                .containsExactly("(108)", "(121)");
        assertThat(platform.state(108)).isEqualTo("ACTIVE");
        assertThat(platform.state(120)).isEqualTo("DORMANT");
    }

    @Test
    void putsAsideADueAccountThatTheViewCannotComputeAndKeepsItDue() {
        platform.night(TODAY);
        cannotComputeActivityOf(7);
        LocalDate notice = TODAY.plusDays(15);

        RunReport report = platform.night(notice);

        assertThat(report.outcomes()).isEqualTo(Map.of("SET_ASIDE", 1L, "WARNED", ACCOUNTS - 1L));
        assertThat(platform.rows("SELECT due_on FROM fallow.account_status WHERE account_id = 7"))
                .containsExactly("(" + notice + ")");
    }

    @Test
    void putsAsideOneWhoseHoldingsCannotBeComputed() {
        cannotComputeHoldingsOf(7);

        RunReport report = platform.night(TODAY);

        assertThat(report.outcomes()).isEqualTo(Map.of("PROTECTED", ACCOUNTS - 1L, "DORMANT", 1L));
        assertThat(report.counts().setAside()).isEqualTo(1);
        assertThat(platform.rows("SELECT account_id, step, error FROM fallow.set_aside"))
                .containsExactly("(7,excludePropertyHolders,\"ERROR: division by zero\")");
        assertThat(platform.state(7)).isEqualTo("DORMANT");
    }

    @Test
    void keepsNobodyFromConnectingAPlatform() {
        cannotComputeHoldingsOf(7);

        assertThat(platform.problems()).isEmpty();
    }

    @Test
    void findsWhatIsNobodysBesideWhatAViewCannotCompute() {
        platform.sql(
                "CREATE OR REPLACE VIEW fallow.account_activity AS SELECT account_id::fallow.account_id AS account_id, cohort,"
                        + " registered_at, last_active_at FROM platform.account WHERE account_id <> 8");
        platform.sql("CREATE OR REPLACE VIEW fallow.account_exclusion AS"
                + " SELECT account_id::fallow.account_id AS account_id, 'CHANGE' AS reason, CAST(NULL AS text) AS detail"
                + " FROM platform.account WHERE 1 / (account_id - 7) = 1");

        NightResult stopped = platform.attempt(TODAY, SmallPlatform.policy());

        assertThat(stopped.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(stopped.problem()).contains("1 things are held by keys that are no account's", "'8' holds CHANGE");
    }

    @Test
    void takesForNobodysWhatAViewCannotComputeBetweenTwoAccounts() {
        cannotComputeHoldingsOf(7);
        platform.sql(
                "CREATE OR REPLACE VIEW fallow.account_activity AS SELECT account_id::fallow.account_id AS account_id, cohort,"
                        + " registered_at, last_active_at FROM platform.account WHERE account_id <> 7");

        NightResult stopped = platform.attempt(TODAY, SmallPlatform.policy());

        assertThat(stopped.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(stopped.problem())
                .contains(
                        "something after account 6 before account 8 that a view cannot compute: ERROR: division by zero");
    }

    @Test
    void previewsWhatANightWouldPutAside() {
        cannotComputeActivityOf(7);
        cannotComputeHoldingsOf(11);
        platform.sql("UPDATE platform.account SET last_active_at = '-infinity' WHERE account_id = 15");
        PreviewReport preview = platform.loaded(TODAY).raw().bean(Preview.class).of(TODAY, SmallPlatform.policy());

        RunReport report = platform.night(TODAY);

        assertThat(preview.counts().setAside()).isEqualTo(3);
        assertThat(preview.counts()).isEqualTo(report.counts());
        assertThat(platform.rows("SELECT account_id FROM fallow.set_aside ORDER BY account_id"))
                .containsExactly("(7)", "(11)", "(15)");
    }

    @Test
    void failsSoonWhenTheViewComputesNobodysActivity() {
        platform.sql("""
                CREATE OR REPLACE VIEW fallow.account_activity AS
                SELECT account_id::fallow.account_id AS account_id, cohort, registered_at,
                    last_active_at + (1 / (account_id - account_id)) * interval '0 seconds' AS last_active_at
                FROM platform.account
                """);

        NightResult failed = platform.attempt(TODAY, SmallPlatform.policy("set-aside: 100", "set-aside: 3"));

        assertThat(failed.report().status()).isEqualTo(Run.Status.FAILED);
        assertThat(failed.problem())
                .contains("would set aside more than limits.set-aside = 3 accounts")
                .contains("division by zero");
        assertThat(platform.count("fallow.account_lifecycle")).isZero();
    }

    @Test
    void refusesAnActivityViewWhoseKeysCannotBeComputed() {
        platform.sql("""
                CREATE OR REPLACE VIEW fallow.account_activity AS
                SELECT (account_id + 0 / (account_id - 7))::fallow.account_id AS account_id, cohort, registered_at, last_active_at
                FROM platform.account
                """);

        NightResult failed = platform.attempt(TODAY, SmallPlatform.policy());

        assertThat(failed.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(failed.problem()).contains("fallow.account_activity").contains("division by zero");
    }

    private void cannotComputeActivityOf(int... ids) {
        String poisoned = Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        platform.sql("CREATE OR REPLACE VIEW fallow.account_activity AS"
                + " SELECT account_id::fallow.account_id AS account_id, cohort, registered_at,"
                + " last_active_at + (1 / CASE WHEN account_id IN (" + poisoned
                + ") THEN 0 ELSE 1 END) * interval '0 seconds' AS last_active_at FROM platform.account");
    }

    private void cannotComputeHoldingsOf(int id) {
        platform.sql("CREATE OR REPLACE VIEW fallow.account_exclusion AS"
                + " SELECT account_id::fallow.account_id AS account_id, 'CHANGE' AS reason, CAST(NULL AS text) AS detail"
                + " FROM platform.account WHERE 1 / (account_id - " + id + ") > 5");
    }

    @Test
    void failsNamingTheAccountWhenTooManyAreSetAsideAndLosesNothing() {
        Policy strict = SmallPlatform.policy("set-aside: 100", "set-aside: 2");
        curse(4, 6);

        NightResult failed = platform.attempt(TODAY, strict);

        assertThat(failed.report().status()).isEqualTo(Run.Status.FAILED);
        assertThat(failed.problem())
                .contains("step protectLongUnused failed")
                .containsPattern("the last is [456]: ERROR: this one is cursed")
                .contains("set-aside");
        assertThat(platform.count("fallow.account_status")).isEqualTo(ACCOUNTS);

        platform.sql("DROP TRIGGER cursed ON platform.account");
        RunReport report = platform.night(TODAY, strict);

        assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS);
        assertThat(report.outcomes()).isEqualTo(Map.of("PROTECTED", (long) ACCOUNTS));
    }

    private void curse(int first, int last) {
        platform.sql("CREATE FUNCTION platform.refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'this one is cursed'; END $$");
        platform.sql(
                "CREATE TRIGGER cursed BEFORE UPDATE ON platform.account FOR EACH ROW WHEN (NEW.account_id BETWEEN "
                        + first + " AND " + last + ") EXECUTE FUNCTION platform.refuse()");
    }
}
