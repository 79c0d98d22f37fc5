package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Limits;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Evidence;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NightTest {

    private final TestPlatform platform = new TestPlatform("--fallow.barrier-timeout=PT1S", "--fallow.chunk-size=500");

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void protectsOnTheFirstNightAndRecyclesNothing() {
        NightResult result = platform.night(TODAY);

        RunReport report = result.report();
        assertThat(report.status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(report.counts().protectedAccounts()).isGreaterThan(500);
        assertThat(report.counts().recycled()).isZero();
        assertThat(report.counts().protectedAccounts())
                .isEqualTo(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isEqualTo(platform.count("platform.account WHERE status = 'protected'"));
        assertThat(outcomes(report)).isEqualTo(report.counts().scanned());
        assertThat(platform.count(
                        "fallow.account_status AS s JOIN fallow.account_exclusion AS e ON e.account_id = s.account_id"
                                + " AND e.reason = 'BLOCKED' WHERE s.state = 'PROTECTED'"))
                .isZero();
    }

    @Test
    void changesNothingWhenTheNightWasDoneBefore() {
        platform.night(TODAY);
        List<String> before = platform.endState();

        NightResult again = platform.night(TODAY);

        assertThat(again.doneBefore()).isTrue();
        assertThat(platform.endState()).isEqualTo(before);
        assertThat(platform.count("fallow.run")).isEqualTo(1);
    }

    @Test
    void touchesOnlyWhatIsNewlyDueOnTheNextNight() {
        platform.night(TODAY);
        LocalDate tomorrow = TODAY.plusDays(1);
        platform.dayBefore(tomorrow);

        RunReport report = platform.night(tomorrow).report();

        assertThat(report.counts().scanned()).isLessThan(50);
        assertThat(platform.count("fallow.account_lifecycle WHERE run_id = " + report.run()))
                .isLessThanOrEqualTo(report.counts().scanned());
        assertThat(outcomes(report)).isEqualTo(report.counts().scanned());
    }

    @Test
    void leadsThePropertyFreeThroughTheirWholeLifeAndNobodyElse() {
        platform.night(TODAY);
        String held = platform.admin()
                .queryForObject(
                        "SELECT CAST(account_id AS text) FROM fallow.account_status WHERE clear_since IS NOT NULL ORDER BY recycle_on, account_id"
                                + " LIMIT 1",
                        String.class);
        assertThat(held).isNotNull();
        platform.bean(Holds.class)
                .place(
                        String.valueOf(held),
                        new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 17 of the district court", "legal", null));
        long recycled = 0;
        long released = 0;
        long warned = 0;
        for (int night : new int[] {16, 23, 30, 31, 38, 45, 90, 105}) {
            platform.dayBefore(TODAY.plusDays(night));
            RunReport report = platform.night(TODAY.plusDays(night)).report();
            assertThat(report.status()).isEqualTo(Run.Status.COMPLETED);
            assertThat(outcomes(report)).isEqualTo(report.counts().scanned());
            recycled += report.counts().recycled();
            released += report.counts().released();
            warned += report.counts().warned();
        }
        assertThat(warned).isGreaterThan(recycled);
        assertThat(recycled).isGreaterThan(100);
        assertThat(released).isGreaterThan(20);
        assertThat(platform.count(
                        "fallow.account_status AS s JOIN fallow.account_exclusion AS e ON e.account_id = s.account_id"
                                + " WHERE s.state IN ('RECYCLED', 'RELEASED')"))
                .isZero();
        assertThat(platform.count(
                        "fallow.account_status WHERE state = 'PROTECTED' AND 'LEGAL_HOLD' = ANY (excluded_for)"
                                + " AND account_id = " + held))
                .isEqualTo(1);
        assertThat(platform.count("fallow.notice AS n WHERE NOT EXISTS (SELECT FROM fallow.event AS e"
                        + " WHERE e.account_id = n.account_id AND e.kind = 'WARNED')"))
                .isZero();
    }

    @Test
    void recyclesNothingWhileAnOlderPlatformTransactionIsOpenAndNeverWhatItDeposits() throws Exception {
        LocalDate eve = TODAY.plusDays(23);
        for (LocalDate date : List.of(TODAY, TODAY.plusDays(16), eve)) {
            platform.dayBefore(date);
            platform.night(date);
        }
        LocalDate date = TODAY.plusDays(30);
        platform.dayBefore(date);
        String account = String.valueOf(platform.admin()
                .queryForObject(
                        "SELECT min(account_id) FROM fallow.account_status AS s WHERE recycle_on = CAST(? AS date) AND NOT EXISTS"
                                + " (SELECT FROM platform.wallet_balance AS w WHERE w.account_id = s.account_id)",
                        String.class,
                        date.toString()));
        try (Connection payment = platform.database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            payment.setAutoCommit(false);
            statement.execute("INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (" + account
                    + ", 500, now())");

            NightResult result = platform.night(date);

            assertThat(result.report().status()).isEqualTo(Run.Status.FAILED);
            assertThat(result.problem())
                    .contains("recyclePropertyFree")
                    .contains("nothing is recycled while older transactions are open");
            assertThat(result.report().counts().recycled()).isZero();
            payment.commit();
        }

        NightResult rerun = platform.night(date);

        assertThat(rerun.report().status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(rerun.report().counts().recycled()).isGreaterThan(0);
        assertThat(outcomes(rerun.report())).isEqualTo(rerun.report().counts().scanned());
        assertThat(platform.count("fallow.account_status WHERE account_id = " + account
                        + " AND state = 'PROTECTED' AND excluded_for = '{CHANGE}'"))
                .isEqualTo(1);
        assertThatThrownBy(() -> platform.admin()
                        .execute("UPDATE platform.account SET last_active_at = now() WHERE account_id ="
                                + " (SELECT min(account_id) FROM fallow.account_status WHERE state = 'RECYCLED')"))
                .hasMessageContaining("is recycled: UPDATE on platform.account refused");
    }

    @Test
    void givesAnOwnerEverythingBack() {
        for (int night : new int[] {0, 16, 23, 30}) {
            platform.dayBefore(TODAY.plusDays(night));
            platform.night(TODAY.plusDays(night));
        }
        String recycled = String.valueOf(platform.admin()
                .queryForObject(
                        "SELECT min(account_id) FROM fallow.account_status WHERE state = 'RECYCLED'", String.class));
        String handle = platform.admin()
                .queryForObject(
                        "SELECT former_handle FROM platform.account WHERE account_id = " + recycled, String.class);

        platform.bean(OwnerDesk.class).restore(recycled, "passport, ticket 9", "desk", TestPlatform.policy());
        assertThat(platform.count("platform.account WHERE account_id = " + recycled
                        + " AND status = 'protected' AND handle = '" + handle + "'"))
                .isEqualTo(1);
        platform.bean(OwnerDesk.class)
                .unseal(recycled, new Evidence("PASSPORT", "case 9", "desk"), TestPlatform.policy());

        assertThat(platform.count("fallow.account_status WHERE account_id = " + recycled + " AND state = 'ACTIVE'"))
                .isEqualTo(1);
        assertThat(platform.count("fallow.decision_log WHERE account_id = " + recycled
                        + " AND reasons IN ('{RESTORED}', '{UNSEALED}')"))
                .isEqualTo(2);
    }

    @Test
    void stopsOverALimitUntilSomebodyElseApproves() {
        Policy strict = withProtectionsUpTo(10);

        NightResult stopped = platform.night(TODAY, strict);

        long run = stopped.report().run();
        assertThat(stopped.report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);
        assertThat(platform.count("fallow.account_status WHERE state <> 'DORMANT'"))
                .isZero();
        assertThat(platform.count("fallow.notice")).isZero();
        Approvals approvals = platform.bean(Approvals.class);
        assertThatThrownBy(() -> approvals.approve(run, "night shift", "looks fine"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("somebody else must");
        assertThat(platform.night(TODAY, strict).report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);

        approvals.approve(run, "Li Na", "counted and sampled");
        NightResult done = platform.night(TODAY, strict);

        assertThat(done.report().status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(done.report().counts().protectedAccounts()).isGreaterThan(500);
        assertThat(outcomes(done.report())).isEqualTo(done.report().counts().scanned());
    }

    @Test
    void asksAgainWhenAnApprovedPlanHasGainedAnAccount() {
        Policy strict = withProtectionsUpTo(10);
        NightResult stopped = platform.night(TODAY, strict);
        platform.bean(Approvals.class).approve(stopped.report().run(), "Li Na", "counted");
        platform.admin().execute("DELETE FROM platform.block");
        platform.admin()
                .execute("UPDATE fallow.account_lifecycle SET due_on = DATE '" + TODAY
                        + "' WHERE 'BLOCKED' = ANY (excluded_for)");

        NightResult again = platform.night(TODAY, strict);

        assertThat(again.report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);
        assertThat(again.plan())
                .isNotNull()
                .satisfies(plan -> assertThat(plan.gained()).isNotEmpty());
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isZero();
    }

    @Test
    void decidesNothingOnInputsThatCannotBeTrusted() {
        platform.admin()
                .execute("DROP TRIGGER " + platform.guardOf("platform.wallet_balance") + " ON platform.wallet_balance");

        NightResult result = platform.night(TODAY);

        assertThat(result.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(result.problem()).contains("platform.wallet_balance");
        assertThat(platform.count("fallow.account_lifecycle")).isZero();
    }

    @Test
    void refusesStaleSources() {
        NightResult result = platform.night(TODAY.plusDays(5));

        assertThat(result.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(result.problem()).contains("stale");
    }

    @Test
    void putsAsideTheOneAccountThatThePlatformRefuses() {
        platform.admin().execute("""
                CREATE FUNCTION platform.refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'this one is cursed'; END $$
                """);
        String cursed = String.valueOf(platform.admin()
                .queryForObject(
                        "SELECT min(account_id) FROM platform.account WHERE cohort = 'standard' AND last_active_at < '2024-01-01'"
                                + " AND account_id NOT IN (SELECT account_id FROM platform.block)",
                        String.class));
        platform.admin()
                .execute("CREATE TRIGGER cursed BEFORE UPDATE ON platform.account FOR EACH ROW WHEN (NEW.account_id = "
                        + cursed + ") EXECUTE FUNCTION platform.refuse()");

        RunReport report = platform.night(TODAY).report();

        assertThat(report.status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(report.counts().setAside()).isEqualTo(1);
        assertThat(outcomes(report)).isEqualTo(report.counts().scanned());
        assertThat(platform.count("fallow.set_aside WHERE account_id = " + cursed + " AND error LIKE '%cursed%'"))
                .isEqualTo(1);
        assertThat(platform.count("fallow.account_status WHERE account_id = " + cursed + " AND state = 'DORMANT'"))
                .isEqualTo(1);
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isEqualTo(report.counts().protectedAccounts());
    }

    @Test
    void putsAsideAnAccountWhoseFactsCannotBeRead() {
        String broken = String.valueOf(platform.admin()
                .queryForObject(
                        "SELECT min(account_id) FROM platform.account WHERE cohort = 'standard' AND last_active_at < '2024-01-01'",
                        String.class));
        platform.admin()
                .execute("CREATE VIEW platform.odd AS SELECT account_id, 1 / (account_id - " + broken
                        + ") AS n FROM platform.account");
        platform.admin().execute("GRANT SELECT ON platform.odd TO fallow_contract");
        String exclusions =
                platform.admin().queryForObject("SELECT pg_get_viewdef('fallow.account_exclusion')", String.class);
        platform.admin()
                .execute(
                        "CREATE OR REPLACE VIEW fallow.account_exclusion AS "
                                + String.valueOf(exclusions).replace(";", "")
                                + " UNION ALL SELECT CAST(account_id AS fallow.account_id), 'ODD', NULL FROM platform.odd WHERE n > 5");

        RunReport report = platform.night(TODAY).report();

        assertThat(report.status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(platform.count("fallow.set_aside WHERE account_id = " + broken))
                .isEqualTo(1);
        assertThat(platform.count("fallow.set_aside")).isEqualTo(1);
        assertThat(outcomes(report)).isEqualTo(report.counts().scanned());
    }

    @Test
    void neverRunsANightAheadOrBackwards() {
        platform.night(TODAY);

        assertThatThrownBy(() -> platform.bean(NightRunner.class).run(TODAY.plusDays(1), TestPlatform.policy()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("later than today");
        assertThatThrownBy(() -> platform.bean(NightRunner.class).run(TODAY.minusDays(1), TestPlatform.policy()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nights only go forward");
    }

    @Test
    void previewsTheFiguresThatTheRunThenGives() {
        List<String> before = platform.endState();
        Preview preview = platform.bean(Preview.class);
        PreviewReport first = preview.of(TODAY, TestPlatform.policy());
        assertThat(platform.endState()).isEqualTo(before);
        RunReport night = platform.night(TODAY).report();
        assertThat(first.counts()).isEqualTo(night.counts());
        assertThat(first.excludedFor()).isEqualTo(night.excludedFor());
        PreviewDifference none = preview.compare(TODAY, TestPlatform.policy(), TestPlatform.policy());
        assertThat(none.differing()).isEmpty();

        LocalDate later = TODAY.plusDays(16);
        assertThatThrownBy(() -> preview.of(later, TestPlatform.policy())).isInstanceOf(UsageException.class);
        platform.dayBefore(later);
        assertThatThrownBy(() -> preview.compare(TODAY, TestPlatform.policy(), TestPlatform.policy()))
                .isInstanceOf(UnsafeInputsException.class)
                .hasMessageContaining("from the future");
    }

    private static Policy withProtectionsUpTo(long max) {
        Policy policy = TestPlatform.policy();
        Limits limits = policy.limits();
        return new Policy(
                policy.zone(),
                policy.cohorts(),
                new Limits(new Limits.Limit(max, 100, 1000), limits.recycledAccounts(), limits.setAside()),
                policy.pace(),
                policy.inputs(),
                policy.blocks(),
                policy.acts());
    }

    private static long outcomes(RunReport report) {
        return report.outcomes().values().stream().mapToLong(Long::longValue).sum();
    }
}
