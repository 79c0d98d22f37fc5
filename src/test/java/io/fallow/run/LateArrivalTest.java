package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.Run;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.time.Period;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was once seen is not unseen: activity that is set back locks nobody out before somebody has looked, or a grace is over. */
class LateArrivalTest {

    private static final Policy POLICY = policy("P30D", "0.1");
    private static final Policy LENIENT = policy("P30D", "100");

    private static final Period DORMANT_AFTER =
            Objects.requireNonNull(POLICY.cohort("standard")).dormantAfter();

    private final SmallPlatform platform = new SmallPlatform("--fallow.full-sweep-every=P1D");

    @AfterEach
    void close() {
        platform.close();
    }

    private static Policy policy(String grace, String percent) {
        return SmallPlatform.policy(
                "late-grace: P0D", "late-grace: " + grace, "max-late-percent: 100", "max-late-percent: " + percent);
    }

    /** A platform that lets activity be before the registration. */
    private SmallPlatform lenient() {
        return platform.sql("ALTER TABLE platform.account DROP CONSTRAINT account_is_registered_before_it_is_used");
    }

    private void living(int accounts) {
        for (int id = 1; id <= accounts; id++) {
            platform.account(id, "standard", TODAY.minusDays(10));
        }
    }

    @Test
    void aNeverThatIsWrittenAsTheYear1970IsNoActivityBeforeTheRegistration() {
        lenient()
                .sql(
                        "INSERT INTO platform.account (account_id, cohort, registered_at, last_active_at, handle, display_name, phone)"
                                + " VALUES (1, 'standard', CAST('" + TODAY.minusDays(1)
                                + "' AS timestamptz), '1970-01-01', 'new', 'A Person', '138'),"
                                + " (2, 'standard', CAST('" + TODAY.minusYears(4)
                                + "' AS timestamptz), '1970-01-01', 'old', 'A Person', '138')");

        platform.night(TODAY);
        platform.night(TODAY.plusDays(1));

        assertThat(platform.state(1)).isEqualTo("ACTIVE");
        assertThat(platform.state(2)).isEqualTo("PROTECTED");
    }

    @Test
    void anOrdinaryNightFindsByItsRegistrationWhoWasNeverActiveSince() {
        LocalDate registered = TODAY.minusDays(150);
        lenient()
                .sql(
                        "INSERT INTO platform.account (account_id, cohort, registered_at, last_active_at, handle, display_name, phone)"
                                + " VALUES (1, 'standard', CAST('" + registered
                                + " 12:00+08' AS timestamptz), '1970-01-01', 'a', 'A Person', '138'),"
                                + " (2, 'standard', CAST('" + registered
                                + " 12:00+08' AS timestamptz), NULL, 'b', 'A Person', '138'),"
                                + " (3, 'standard', CAST('" + registered + " 12:00+08' AS timestamptz), CAST('"
                                + registered
                                + " 13:00+08' AS timestamptz), 'c', 'A Person', '138')");
        try (SmallPlatform weekly = platform) {
            LocalDate dormant = registered.plus(DORMANT_AFTER);
            weekly.night(dormant.minusDays(1));
            assertThat(weekly.count("fallow.account_lifecycle")).isZero();

            weekly.night(dormant);

            assertThat(weekly.count("fallow.account_status WHERE state = 'DORMANT'"))
                    .isEqualTo(3);
        }
    }

    @Test
    void aPlatformThatEmptiesActivityLocksNobodyOutUntilSomebodyHasLooked() {
        living(20);
        platform.night(TODAY, POLICY);
        platform.sql(
                "UPDATE platform.account SET registered_at = CAST('2015-01-01' AS timestamptz), last_active_at = NULL");

        NightResult stopped = platform.attempt(TODAY.plusDays(1), POLICY);

        assertThat(stopped.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(stopped.problem())
                .contains("20 accounts are idle since before the last full sweep", "20 of cohort standard, such as 1, ")
                .contains("fallow inputs accept " + stopped.report().run());
        assertThat(platform.count("fallow.account_status WHERE state <> 'DORMANT'"))
                .isZero();
        assertThat(platform.count("platform.account WHERE status <> 'active'")).isZero();

        long run = stopped.report().run();
        Approvals approvals = platform.raw().bean(Approvals.class);
        assertThatThrownBy(() -> approvals.acceptLate(run, " Night Shift", "looks right"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("was started by night shift, who cannot accept its inputs");
        assertThat(approvals.acceptLate(run, "Li Na", "the old shop's accounts"))
                .isEqualTo(20);

        NightResult accepted = platform.attempt(TODAY.plusDays(1), POLICY);
        assertThat(accepted.report().status()).as(accepted.problem()).isEqualTo(Run.Status.COMPLETED);
        assertThat(platform.count("fallow.account_status WHERE state = 'DORMANT'"))
                .as("let in, and yet not protected before the grace")
                .isEqualTo(20);
        assertThat(platform.history(1)).singleElement().asString().contains("LATE_ARRIVAL");
    }

    private void emptyActivity() {
        platform.sql(
                "UPDATE platform.account SET registered_at = CAST('2015-01-01' AS timestamptz), last_active_at = NULL");
    }

    @Test
    void abandoningTheRunLetsNobodyIn() {
        living(20);
        platform.night(TODAY, POLICY);
        emptyActivity();
        Approvals approvals = platform.raw().bean(Approvals.class);
        long first = platform.attempt(TODAY.plusDays(1), POLICY).report().run();
        approvals.abandon(first, "Li Na", "tomorrow will do");

        NightResult second = platform.attempt(TODAY.plusDays(2), POLICY);

        assertThat(second.report().status()).as(second.problem()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(second.problem()).contains("20 accounts are idle since before the last full sweep");
        approvals.abandon(second.report().run(), "Li Na", "nor today");
        platform.attempt(TODAY.plusDays(31), POLICY);
        assertThat(platform.count("fallow.account_status WHERE state <> 'DORMANT'"))
                .as("after the grace, and still nobody has looked")
                .isZero();

        long third = platform.raw()
                .bean(io.fallow.ledger.runs.Runs.class)
                .latestBegun()
                .orElseThrow()
                .runId();
        assertThat(approvals.acceptLate(third, "Li Na", "seen now")).isEqualTo(20);
        NightResult accepted = platform.attempt(TODAY.plusDays(31), POLICY);
        assertThat(accepted.report().status()).as(accepted.problem()).isEqualTo(Run.Status.COMPLETED);
    }

    @Test
    void whoIsAcceptedStaysSoWhenTheRunIsAbandonedLater() {
        living(20);
        platform.night(TODAY, POLICY);
        emptyActivity();
        Approvals approvals = platform.raw().bean(Approvals.class);
        long run = platform.attempt(TODAY.plusDays(1), POLICY).report().run();
        approvals.acceptLate(run, "Li Na", "the old shop's accounts");
        approvals.abandon(run, "Li Na", "tomorrow will do");

        platform.night(TODAY.plusDays(2), POLICY);

        assertThat(platform.count("fallow.account_status WHERE state = 'DORMANT'"))
                .isEqualTo(20);
    }

    @Test
    void whoseActivityIsPutRightIsNotCountedWhenTheRunGoesOn() {
        living(20);
        platform.night(TODAY, POLICY);
        emptyActivity();
        platform.attempt(TODAY.plusDays(1), POLICY);
        for (int id = 1; id <= 20; id++) {
            platform.active(id, TODAY.minusDays(10));
        }

        NightResult mended = platform.attempt(TODAY.plusDays(1), POLICY);

        assertThat(mended.report().status()).as(mended.problem()).isEqualTo(Run.Status.COMPLETED);
        platform.night(TODAY.plusDays(31), POLICY);
        assertThat(platform.count("fallow.account_lifecycle")).isZero();
    }

    @Test
    void aRequestRevokedBeforeTheLastSweepExcusesNobodyAfterIt() {
        living(1);
        platform.night(TODAY, LENIENT);
        platform.sql(
                "INSERT INTO fallow.cancellation (account_id, requested_on, expires_on, requested_at, policy_version, method,"
                        + " reference, requested_by, ended_as, ended_on, ended_by) SELECT 1, CAST('"
                        + TODAY.minusDays(9)
                        + "' AS date), CAST('" + TODAY.plusDays(9)
                        + "' AS date), now(), max(version), 'SMS', 'ticket 7', 'owner', 'REVOKED', CAST('"
                        + TODAY.minusDays(5) + "' AS date), 'owner' FROM fallow.policy_version");
        emptyActivity();

        platform.night(TODAY.plusDays(1), LENIENT);

        assertThat(platform.history(1)).singleElement().asString().contains("LATE_ARRIVAL");
        assertThat(platform.state(1)).isEqualTo("DORMANT");
    }

    @Test
    void oneThatArrivesLateIsProtectedWhenItsGraceIsOverAndNotADayBefore() {
        living(2);
        platform.night(TODAY, LENIENT);
        platform.sql(
                "UPDATE platform.account SET registered_at = CAST('2015-01-01' AS timestamptz), last_active_at = NULL"
                        + " WHERE account_id = 1");
        LocalDate found = TODAY.plusDays(1);

        platform.night(found, LENIENT);
        assertThat(platform.state(1)).isEqualTo("DORMANT");
        platform.night(found.plusDays(29), LENIENT);
        assertThat(platform.state(1)).isEqualTo("DORMANT");
        platform.night(found.plusDays(30), LENIENT);

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.state(2)).isEqualTo("ACTIVE");
    }

    @Test
    void oneWhoseActivityIsPutRightInItsGraceReturns() {
        living(1);
        platform.night(TODAY, LENIENT);
        platform.sql(
                "UPDATE platform.account SET registered_at = CAST('2015-01-01' AS timestamptz), last_active_at = NULL");
        platform.night(TODAY.plusDays(1), LENIENT);
        platform.active(1, TODAY.plusDays(20));

        platform.night(TODAY.plusDays(31), LENIENT);

        assertThat(platform.state(1)).isEqualTo("ACTIVE");
    }

    @Test
    void whoBecomesIdleWithTimeOrWasUnknownThenIsNotLate() {
        platform.account(1, "standard", TODAY.minus(DORMANT_AFTER).plusDays(1))
                .account(2, "nameless", TODAY.minusYears(4));
        platform.night(TODAY, POLICY);
        platform.sql("UPDATE platform.account SET cohort = 'standard' WHERE account_id = 2");

        platform.night(TODAY.plusDays(1), POLICY);

        assertThat(platform.state(1)).isEqualTo("DORMANT");
        assertThat(platform.history(1)).singleElement().asString().contains("IDLE");
        assertThat(platform.state(2)).isEqualTo("PROTECTED");
        assertThat(platform.history(2)).first().asString().contains("IDLE");
    }

    @Test
    void aProtectedAccountKeepsTheLaterActivityThatThePlatformForgets() {
        platform.account(1, "standard", TODAY.minusYears(4));
        platform.night(TODAY);
        platform.active(1, TODAY.plusDays(10));
        platform.night(TODAY.plusDays(15));
        platform.active(1, TODAY.minusYears(4));

        for (int day : new int[] {31, 38, 45, 60, 75}) {
            platform.night(TODAY.plusDays(day));
        }

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.rows("SELECT last_active_on FROM fallow.account_status"))
                .containsExactly("(" + TODAY.plusDays(10) + ")");
    }

    @Test
    void whatIsHeldByAKeyThatIsNoAccountsStopsTheSweep() {
        living(1);
        platform.sql("ALTER TABLE platform.wallet_balance DROP CONSTRAINT wallet_balance_account_fk")
                .change(424242, 600);

        NightResult stopped = platform.attempt(TODAY, POLICY);

        assertThat(stopped.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(stopped.problem())
                .contains("1 things are held by keys that are no account's", "'424242' holds CHANGE");
        assertThat(platform.problems()).anyMatch(problem -> problem.contains("key '424242' holds CHANGE"));

        platform.night(TODAY, SmallPlatform.policy("max-orphans: 0", "max-orphans: 1"));
    }

    @Test
    void aPlatformWithoutAnyGuardIsRefusedUnlessThePolicyAcceptsIt() {
        living(1);
        platform.sql(
                "SELECT fallow.detach_guard(guarded_table) FROM (SELECT DISTINCT guarded_table FROM fallow.guard) AS g");

        NightResult stopped = platform.attempt(TODAY, POLICY);

        assertThat(stopped.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(stopped.problem()).contains("no guard is attached to any table", "inputs.unguarded: accept");
        platform.night(TODAY, SmallPlatform.policy("unguarded: refuse", "unguarded: accept"));
    }
}
