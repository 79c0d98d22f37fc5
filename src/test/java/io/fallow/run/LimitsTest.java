package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A night that would do unusually much asks before it does any of it; a paced one leaves the rest for later. */
class LimitsTest {

    private static final String PROTECTED = "protected: {max: 1000000000, max-percent: 100, max-times-median: 1000000}";
    private static final String RECYCLED = "recycled:  {max: 1000000000, max-percent: 100, max-times-median: 1000000}";

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void asksAboveTheLargestShareAndNotAtIt() {
        Policy half =
                SmallPlatform.policy(PROTECTED, "protected: {max: 1000, max-percent: 50, max-times-median: 1000}");
        idle(1, 2);
        platform.account(11, "standard", TODAY).account(12, "standard", TODAY);
        platform.night(TODAY, half);
        idle(3, 8);

        NightResult result = platform.attempt(TODAY.plusDays(7), half);

        assertAwaitsApproval(result, "max-percent");
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isEqualTo(2);
        assertThat(platform.count("fallow.account_status WHERE state = 'DORMANT'"))
                .isEqualTo(6);
    }

    @Test
    void asksAboveAMultipleOfTheMedianOnceSevenNightsHaveCounted() {
        Policy tripled =
                SmallPlatform.policy(PROTECTED, "protected: {max: 1000, max-percent: 100, max-times-median: 3}");
        for (int night = 0; night < 7; night++) {
            LocalDate date = TODAY.plusDays(7L * night);
            idle(100 * night + 1, 100 * night + (night == 6 ? 50 : 2));
            assertThat(platform.night(date, tripled).counts().protectedAccounts())
                    .isEqualTo(night == 6 ? 50 : 2);
        }
        idle(901, 906);
        platform.night(TODAY.plusDays(49), tripled);
        idle(911, 917);

        NightResult result = platform.attempt(TODAY.plusDays(56), tripled);

        assertAwaitsApproval(result, "max-times-median");
    }

    @Test
    void asksBeforeItRecyclesTooManyAndWarnsNobodyMeanwhile() {
        Policy none = SmallPlatform.policy(RECYCLED, "recycled:  {max: 1, max-percent: 100, max-times-median: 1000}");
        idle(1, 2);
        for (int day : new int[] {0, 15, 31, 38}) {
            platform.night(TODAY.plusDays(day), none);
        }
        long notices = platform.count("fallow.notice");

        NightResult result = platform.attempt(TODAY.plusDays(45), none);

        assertAwaitsApproval(result, "limits.recycled.max 1");
        assertThat(platform.count("fallow.account_status WHERE state = 'RECYCLED'"))
                .isZero();
        assertThat(platform.count("fallow.notice")).isEqualTo(notices);
    }

    @Test
    void goesOnWhenAnApprovedPlanHasOnlyLostAccounts() {
        Policy strict =
                SmallPlatform.policy(PROTECTED, "protected: {max: 2, max-percent: 100, max-times-median: 1000}");
        idle(1, 4);
        NightResult stopped = platform.attempt(TODAY, strict);
        assertAwaitsApproval(stopped, "limits.protected.max 2");
        platform.sql("UPDATE fallow.run SET approved_execution = plan_execution, approved_by = 'Li Na',"
                + " approved_reason = 'counted', approved_at = now()");
        platform.active(4, TODAY);

        RunReport report = platform.night(TODAY, strict);

        assertThat(report.counts().protectedAccounts()).isEqualTo(3);
        assertThat(platform.state(4)).isEqualTo("DORMANT");
        platform.night(TODAY.plusDays(1), strict);
        assertThat(platform.state(4)).isEqualTo("ACTIVE");
    }

    @Test
    void keepsThePaceAndTakesTheOldestDueFirst() {
        Policy paced = SmallPlatform.policy("pace: {protected: 0", "pace: {protected: 2");
        platform.account(1, "standard", TODAY.minusDays(400))
                .account(2, "standard", TODAY.minusDays(500))
                .account(3, "standard", TODAY.minusDays(600))
                .account(4, "standard", TODAY.minusDays(700))
                .account(5, "standard", TODAY.minusDays(450));

        assertThat(platform.night(TODAY, paced).counts().protectedAccounts()).isEqualTo(2);

        assertThat(platform.rows("SELECT account_id FROM fallow.account_status WHERE state = 'PROTECTED' ORDER BY 1"))
                .containsExactly("(3)", "(4)");
        platform.night(TODAY.plusDays(1), paced);
        assertThat(platform.state(2)).isEqualTo("PROTECTED");
        assertThat(platform.state(5)).isEqualTo("PROTECTED");
        assertThat(platform.state(1)).isEqualTo("DORMANT");
        platform.night(TODAY.plusDays(2), paced);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void keepsThePaceWhenANightTakesSeveralAttempts() {
        Policy paced =
                SmallPlatform.policy("pace: {protected: 0", "pace: {protected: 3", "set-aside: 100", "set-aside: 0");
        idle(1, 10);
        platform.sql("CREATE FUNCTION platform.refuse() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'disk_full'; END $$")
                .sql("CREATE TRIGGER refuse BEFORE UPDATE ON platform.account FOR EACH ROW WHEN (NEW.account_id = 3)"
                        + " EXECUTE FUNCTION platform.refuse()");
        assertThat(platform.attempt(TODAY, paced).report().status()).isEqualTo(Run.Status.FAILED);
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isBetween(1L, 2L);
        platform.sql("DROP TRIGGER refuse ON platform.account");

        RunReport report = platform.night(TODAY, paced);

        assertThat(report.counts().protectedAccounts()).isEqualTo(3);
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isEqualTo(3);
    }

    @Test
    void refusesAnApprovalThatSaysNothingAndOneByTheSamePersonUnderAnotherSpelling() {
        idle(1, 2);
        Policy strict = SmallPlatform.policy("protected: {max: 1000000000", "protected: {max: 1");
        long run = platform.attempt(TODAY, strict).report().run();
        Approvals approvals = platform.raw().bean(Approvals.class);

        assertThatThrownBy(() -> approvals.approve(run, " ", "counted")).hasMessageContaining("--by is blank");
        assertThatThrownBy(() -> approvals.approve(run, "Li Na", "\t")).hasMessageContaining("--reason is blank");
        assertThatThrownBy(() -> approvals.approve(run, " Night Shift ", "counted"))
                .hasMessageContaining("was started by night shift");
    }

    private void idle(int first, int last) {
        for (int id = first; id <= last; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
    }

    private static void assertAwaitsApproval(NightResult result, String limit) {
        assertThat(result.report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);
        assertThat(result.plan())
                .isNotNull()
                .satisfies(plan -> assertThat(plan.toJson()).contains(limit));
    }
}
