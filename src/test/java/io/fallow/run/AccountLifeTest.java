package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Holds;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nights do to accounts that can be named, to the day and to the row. */
class AccountLifeTest {

    private static final LocalDate LONG_AGO = TODAY.minusYears(4);

    private final SmallPlatform platform = new SmallPlatform("--fallow.barrier-timeout=PT1S");

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void leadsAnAccountThroughItsWholeLifeOnTheVeryDays() {
        platform.account(1, "never-used", TODAY.minusDays(60)).account(2, "standard", TODAY.minusDays(10));
        List<String> bystander = platform.rows("SELECT * FROM platform.account WHERE account_id = 2");

        assertThat(stateOn(-1)).isEqualTo("ACTIVE active");
        assertThat(stateOn(0)).isEqualTo("DORMANT active");
        assertThat(stateOn(29)).isEqualTo("DORMANT active");
        assertThat(stateOn(30)).isEqualTo("PROTECTED protected");
        assertThat(stateOn(105)).isEqualTo("PROTECTED protected");
        assertThat(platform.count("fallow.notice")).isZero();
        assertThat(stateOn(106)).isEqualTo("PROTECTED protected");
        assertThat(platform.count("fallow.notice")).isEqualTo(1);
        assertThat(stateOn(113)).isEqualTo("PROTECTED protected");
        assertThat(stateOn(119)).isEqualTo("PROTECTED protected");
        assertThat(stateOn(120)).isEqualTo("RECYCLED recycled");
        platform.active(2, TODAY.plusDays(119));
        assertThat(stateOn(179)).isEqualTo("RECYCLED recycled");
        assertThat(stateOn(180)).isEqualTo("RELEASED released");
        platform.active(2, TODAY.plusDays(399));
        assertThat(stateOn(400)).isEqualTo("RELEASED released");

        assertThat(platform.history(1))
                .containsExactly(
                        "(2026-11-20,ACTIVE,DORMANT,IDLE)",
                        "(2026-12-20,DORMANT,PROTECTED,LONG_UNUSED)",
                        "(2027-03-20,PROTECTED,RECYCLED,PROPERTY_FREE)",
                        "(2027-05-19,RECYCLED,RELEASED,QUARANTINE_OVER)");
        assertThat(platform.rows("SELECT kind, business_date, effective_on FROM fallow.event WHERE account_id = 1"
                        + " ORDER BY event_id"))
                .containsExactly(
                        "(DORMANT,2026-11-20,2026-12-20)",
                        "(PROTECTED,2026-12-20,2027-03-20)",
                        "(WARNED,2027-03-06,2027-03-20)",
                        "(WARNED,2027-03-13,2027-03-20)",
                        "(RECYCLED,2027-03-20,2027-05-19)",
                        "(RELEASED,2027-05-19,)",
                        "(ERASURE_ASKED,2027-05-19,2027-05-26)",
                        "(ERASURE_OVERDUE,2027-12-25,2028-01-01)");
        assertThat(platform.rows("SELECT number, issued_on, recycle_on FROM fallow.notice ORDER BY number"))
                .containsExactly("(1,2027-03-06,2027-03-20)", "(2,2027-03-13,2027-03-20)");
        assertThat(platform.rows("SELECT handle, former_handle, display_name, phone FROM platform.account"
                        + " WHERE account_id = 1"))
                .containsExactly("(,,,)");
        platform.sql("UPDATE platform.account SET last_active_at = CAST('" + TODAY.minusDays(10)
                + " 12:00+08' AS timestamptz) WHERE account_id = 2");
        assertThat(platform.rows("SELECT * FROM platform.account WHERE account_id = 2"))
                .isEqualTo(bystander);
        assertThat(platform.history(2)).isEmpty();
    }

    private String stateOn(int day) {
        platform.night(TODAY.plusDays(day));
        return platform.state(1) + " " + platform.status(1);
    }

    @Test
    void protectsAndWarnsOnTheFirstNightButRecyclesNothing() {
        Policy prompt = SmallPolicies.WARNS_AT_ONCE;
        platform.account(1, "standard", LONG_AGO);

        RunReport first = platform.night(TODAY, prompt);

        assertThat(first.counts().dormant()).isEqualTo(1);
        assertThat(first.counts().protectedAccounts()).isEqualTo(1);
        assertThat(first.counts().warned()).isEqualTo(1);
        assertThat(first.counts().recycled()).isZero();
        assertThat(first.outcomes()).containsOnlyKeys("PROTECTED");
        assertThat(platform.night(TODAY.plusDays(1), prompt).counts().scanned()).isZero();
    }

    @Test
    void protectsTheHolderOfChangeAndNeverRecyclesThem() {
        platform.account(1, "standard", LONG_AGO).change(1, 500);
        for (int day = 0; day <= 120; day += 15) {
            platform.night(TODAY.plusDays(day));
            assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        }
        assertThat(platform.count("fallow.notice")).isZero();

        platform.change(1, 0).night(TODAY.plusDays(135));

        assertThat(platform.rows("SELECT clear_since, recycle_on FROM fallow.account_status"))
                .containsExactly("(2027-04-04,2027-05-04)");
    }

    @Test
    void leavesABlockedAccountDormantUntilTheBlockIsLifted() {
        platform.account(1, "standard", LONG_AGO).block(1);

        RunReport report = platform.night(TODAY);

        assertThat(platform.state(1)).isEqualTo("DORMANT BLOCKED");
        assertThat(platform.status(1)).isEqualTo("active");
        assertThat(report.excludedFor()).containsOnlyKeys("BLOCKED");
        platform.sql("UPDATE platform.block SET lifted_at = now()");
        platform.night(TODAY.plusDays(14));
        assertThat(platform.state(1)).isEqualTo("DORMANT BLOCKED");
        platform.night(TODAY.plusDays(15));
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void countsUnknownActivityAndUnknownCohortsAndGivesThemNoRow() {
        platform.account(1, "standard", null).account(2, "martian", LONG_AGO).account(3, "standard", LONG_AGO);

        RunReport report = platform.night(TODAY);

        assertThat(report.excludedFor()).containsEntry("UNKNOWN_ACTIVITY", 1L).containsEntry("UNKNOWN_COHORT", 1L);
        assertThat(report.counts().scanned()).isEqualTo(1);
        assertThat(platform.rows("SELECT account_id FROM fallow.account_lifecycle"))
                .containsExactly("(3)");
    }

    @Test
    void letsADormantOwnerReturnAndForgetsAVanishedAccount() {
        platform.account(1, "standard", TODAY.minusDays(200)).account(2, "standard", TODAY.minusDays(200));
        for (long other = 11; other <= 20; other++) {
            platform.account(other, "standard", TODAY);
        }
        platform.night(TODAY);
        LocalDate due = TODAY.minusDays(200).plusYears(1);
        platform.active(1, due.minusDays(3)).sql("DELETE FROM platform.account WHERE account_id = 2");

        RunReport report = platform.night(due);

        assertThat(report.counts().returned()).isEqualTo(1);
        assertThat(report.outcomes()).isEqualTo(java.util.Map.of("RETURNED", 1L, "GONE", 1L));
        assertThat(platform.count("fallow.account_lifecycle")).isZero();
        assertThat(platform.history(1)).endsWith("(" + due + ",DORMANT,ACTIVE,RETURNED)");
        assertThat(platform.history(2)).endsWith("(" + due + ",DORMANT,GONE,GONE)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReleasedHandleIsTakenByOthersOnlyIfThePolicySaysSo(boolean reuse) {
        Policy policy = SmallPlatform.policy("reuse-handle: false", "reuse-handle: " + reuse);
        platform.account(1, "never-used", LONG_AGO);
        for (int day : new int[] {0, 16, 23, 30, 90}) {
            platform.night(TODAY.plusDays(day), policy);
        }
        assertThat(platform.state(1)).isEqualTo("RELEASED");
        String taking = "INSERT INTO platform.account (account_id, cohort, handle) VALUES (2, 'standard', 'owner1')";

        if (reuse) {
            platform.sql(taking);
        } else {
            assertThatThrownBy(() -> platform.sql(taking)).rootCause().hasMessageContaining("handle");
        }
    }

    @Test
    void neitherRecyclesNorReleasesWhatIsHeldOrFrozen() {
        platform.account(1, "never-used", LONG_AGO)
                .account(2, "never-used", LONG_AGO)
                .account(3, "never-used", LONG_AGO);
        nights(0, 16, 23);
        platform.freeze(2);
        Holds holds = platform.raw().bean(Holds.class);
        holds.place("3", new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 17", "legal", null));
        platform.night(TODAY.plusDays(30));
        assertThat(List.of(platform.state(1), platform.state(2), platform.state(3)))
                .containsExactly("RECYCLED", "PROTECTED JUDICIAL_FREEZE", "PROTECTED LEGAL_HOLD");

        holds.place("1", new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 18", "legal", null));
        platform.night(TODAY.plusDays(90));

        assertThat(platform.state(1)).isEqualTo("RECYCLED LEGAL_HOLD");
        platform.sql("UPDATE fallow.hold SET released_at = now(), released_by = 'legal'");
        platform.night(TODAY.plusDays(105));
        assertThat(platform.state(1)).isEqualTo("RELEASED");
    }

    @Test
    void leavesAnAccountThatThePlatformIsUsingForTheNextNight() throws Exception {
        platform.account(1, "standard", LONG_AGO).account(2, "standard", LONG_AGO);
        try (Connection payment = platform.raw().database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            payment.setAutoCommit(false);
            statement.execute("UPDATE platform.account SET phone = '139' WHERE account_id = 1");

            RunReport report = platform.night(TODAY);

            assertThat(report.counts().protectedAccounts()).isEqualTo(1);
            assertThat(report.counts().setAside()).isZero();
            assertThat(platform.state(1)).isEqualTo("DORMANT");
            assertThat(platform.state(2)).isEqualTo("PROTECTED");
            payment.rollback();
        }

        RunReport next = platform.night(TODAY.plusDays(1));

        assertThat(next.counts().scanned()).isEqualTo(1);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void leavesADueRowThatAPaymentHoldsAndSeesItsDepositOnTheNextNight() throws Exception {
        platform.account(1, "standard", LONG_AGO);
        nights(0, 15, 31, 38);
        LocalDate recycleOn = TODAY.plusDays(45);
        assertThat(platform.rows("SELECT due_on FROM fallow.account_status")).containsExactly("(" + recycleOn + ")");
        try (Connection payment = platform.raw().database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            payment.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (1, 5, now())");

            NightResult result = platform.attempt(recycleOn, SmallPlatform.policy());

            assertThat(result.problem()).contains("older transactions are open");
            assertThat(platform.state(1)).isEqualTo("PROTECTED");
            payment.commit();
        }
        NightResult next = platform.attempt(recycleOn.plusDays(1), SmallPlatform.policy());

        SmallPlatform.completed(next);
        assertThat(platform.rows("SELECT business_date, status FROM fallow.run ORDER BY run_id DESC LIMIT 2"))
                .containsExactly("(" + recycleOn.plusDays(1) + ",COMPLETED)", "(" + recycleOn + ",COMPLETED)");
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(platform.status(1)).isEqualTo("protected");
    }

    @Test
    void changesNotOneRowOfAnyTableWhenTheNightWasDoneBefore() {
        platform.account(1, "standard", LONG_AGO)
                .account(2, "standard", LONG_AGO)
                .change(2, 1);
        platform.night(TODAY);
        List<String> before = platform.everything();

        NightResult again = platform.attempt(TODAY, SmallPlatform.policy());

        assertThat(again.doneBefore()).isTrue();
        assertThat(platform.everything()).isEqualTo(before);
    }

    @Test
    void touchesExactlyTheNewlyDueAccountsOnTheNextNight() {
        platform.account(1, "standard", LONG_AGO)
                .account(2, "standard", TODAY.minusDays(179))
                .account(3, "standard", TODAY.minusDays(178))
                .account(4, "standard", TODAY.minusDays(180));
        RunReport first = platform.night(TODAY);
        assertThat(first.counts().scanned()).isEqualTo(2);

        RunReport second = platform.night(TODAY.plusDays(1));

        assertThat(second.counts().scanned()).isEqualTo(1);
        assertThat(platform.rows("SELECT account_id, run_id FROM fallow.account_lifecycle ORDER BY account_id"))
                .containsExactly("(1," + first.run() + ")", "(2," + second.run() + ")", "(4," + first.run() + ")");
    }

    @Test
    void aRunEndsWhenItIsSealedAndNotWhenItsLastStepBegan() {
        platform.account(1, "standard", LONG_AGO);

        platform.night(TODAY);

        assertThat(platform.count(
                        "fallow.run AS r JOIN fallow.seal AS s ON s.run_id = r.run_id AND s.sealed_at < r.finished_at"))
                .isEqualTo(1);
    }

    @Test
    void finishesAnUnfinishedEarlierNightFirst() {
        platform.account(1, "standard", LONG_AGO)
                .sql("DROP TRIGGER " + platform.guardOf("platform.block") + " ON platform.block");
        assertThat(platform.attempt(TODAY, SmallPlatform.policy()).problem()).contains("platform.block");
        platform.repairContract();

        platform.night(TODAY.plusDays(1));

        assertThat(platform.rows("SELECT business_date, status FROM fallow.run ORDER BY business_date"))
                .containsExactly("(2026-11-20,COMPLETED)", "(2026-11-21,COMPLETED)");
        assertThat(platform.history(1)).allMatch(decision -> decision.contains("2026-11-20"));
    }

    @Test
    void sweepsAllAccountsWhenThePolicyChangedBetweenAFailedNightAndItsRerun() {
        Policy shorter = SmallPlatform.policy("dormant-after: P180D", "dormant-after: P100D");
        platform.account(1, "standard", TODAY.minusDays(150));
        platform.night(TODAY);
        platform.sql("DROP TRIGGER " + platform.guardOf("platform.block") + " ON platform.block");
        platform.attempt(TODAY.plusDays(1), SmallPlatform.policy());
        platform.repairContract();

        platform.night(TODAY.plusDays(1), shorter);
        platform.night(TODAY.plusDays(2), shorter);

        assertThat(platform.state(1)).isEqualTo("DORMANT");
    }

    @Test
    void aSweepFindsBackDatedActivityAndChangedCohortsThatOrdinaryNightsCannotSee() {
        platform.account(1, "standard", TODAY.minusDays(1))
                .account(2, "standard", TODAY.minusDays(100))
                .account(3, "standard", TODAY.minusDays(1));
        platform.night(TODAY);
        platform.active(1, LONG_AGO).sql("UPDATE platform.account SET cohort = 'never-used' WHERE account_id = 2");

        nights(1, 2, 3, 4, 5, 6);
        assertThat(List.of(platform.state(1), platform.state(2), platform.state(3)))
                .containsOnly("ACTIVE");

        nights(7);
        assertThat(List.of(platform.state(1), platform.state(2), platform.state(3)))
                .containsExactly("PROTECTED", "PROTECTED", "ACTIVE");
    }

    private void nights(int... days) {
        for (int day : days) {
            platform.night(TODAY.plusDays(day));
        }
    }

    private static final class SmallPolicies {
        static final Policy WARNS_AT_ONCE = SmallPlatform.policy("notices: [P30D, P14D, P7D]", "notices: [P45D, P7D]");
    }
}
