package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DormantAccountTest {

    /** Last active on 1 March 2023: DORMANT 180 days later, long unused after a year. */
    private final Account account = Account.lastActiveOn("2023-03-01").nights("2023-08-28");

    @Test
    void waitsUntilTheDayBeforeItIsLongUnused() {
        assertThat(account.on("2024-02-29"))
                .isEqualTo(new Decision(Verdict.WAIT, State.DORMANT, account.row(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-03-01", "2024-03-02", "2024-12-31"})
    void isProtectedFromTheDayOnWhichItIsLongUnused(String date) {
        Decision decision = account.on(date);

        assertThat(decision.verdict()).isEqualTo(Verdict.PROTECT);
        assertThat(decision.from()).isEqualTo(State.DORMANT);
        assertThat(decision.reasons()).containsExactly(Reason.of("LONG_UNUSED"));
        assertThat(decision.next())
                .isEqualTo(new Lifecycle(
                        State.PROTECTED,
                        day(date),
                        day("2023-03-01"),
                        null,
                        day(date),
                        day(date),
                        day("2026-03-01"),
                        null,
                        0,
                        day("2025-12-31"),
                        "standard",
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2025-02-27, WAIT",
        "2024-02-29, 2025-02-28, PROTECT",
        "2023-02-28, 2024-02-27, WAIT",
        "2023-02-28, 2024-02-28, PROTECT",
        "2023-12-31, 2024-12-30, WAIT",
        "2023-12-31, 2024-12-31, PROTECT",
    })
    void countsAYearFromALeapDayToTheEndOfFebruary(String lastActive, String date, Verdict verdict) {
        Lifecycle row = Lifecycle.dormant(day(date), day(lastActive), null, day(date), "standard");

        assertThat(Account.lastActiveOn(lastActive).row(row).on(date).verdict()).isEqualTo(verdict);
    }

    @Test
    void isProtectedWithPropertyAndLookedAtAgainAfterTheReviewPeriod() {
        Decision decision = account.holding("WEALTH", "CHANGE", "CHANGE").on("2024-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.PROTECT);
        assertThat(decision.reasons())
                .extracting(Reason::name)
                .containsExactly("LONG_UNUSED", "WEALTH", "CHANGE", "CHANGE");
        assertThat(decision.next())
                .isEqualTo(new Lifecycle(
                        State.PROTECTED,
                        day("2024-03-01"),
                        day("2023-03-01"),
                        null,
                        day("2024-03-01"),
                        null,
                        null,
                        null,
                        0,
                        day("2024-03-31"),
                        "standard",
                        List.of("CHANGE", "WEALTH")));
    }

    @Test
    void isNotProtectedWhileItsOwnerIsLockedOutAnyway() {
        Decision decision = account.holding("CHANGE", "BLOCKED").on("2024-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.from()).isEqualTo(State.DORMANT);
        assertThat(decision.to()).isEqualTo(State.DORMANT);
        assertThat(decision.reasons()).extracting(Reason::name).containsExactly("CHANGE", "BLOCKED");
        assertThat(decision.next())
                .isEqualTo(account.row()
                        .waiting(day("2023-03-01"), day("2024-03-31"), "standard", List.of("BLOCKED", "CHANGE")));
    }

    @Test
    void isProtectedOnceTheBlockIsLifted() {
        Account blocked = account.holding("BLOCKED").nights("2024-03-01");

        assertThat(blocked.row().since()).isEqualTo("2023-08-28");
        assertThat(blocked.holding().on("2024-03-31").verdict()).isEqualTo(Verdict.PROTECT);
    }

    @Test
    void isLookedAtOnTheDayOfProtectionEvenIfBlockedBefore() {
        assertThat(account.holding("BLOCKED").nights("2023-12-01").row().dueOn())
                .isEqualTo("2024-03-01");
    }

    @Test
    void returnsWhenItHasBeenUsedAgain() {
        Decision decision = account.active("2023-09-10").on("2024-03-01");

        assertThat(decision)
                .isEqualTo(new Decision(Verdict.RETURN, State.DORMANT, null, List.of(Reason.of("RETURNED"))));
        assertThat(decision.to()).isEqualTo(State.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"2023-09-03, WAIT", "2023-09-04, WAIT", "2023-09-05, RETURN"})
    void returnsOnlyWhenItIsNoLongerDormant(String activity, Verdict verdict) {
        assertThat(account.active(activity).on("2024-03-02").verdict()).isEqualTo(verdict);
    }

    @Test
    void waitsLongerAfterActivityThatWasNotEnoughToReturn() {
        Lifecycle row = account.active("2023-03-20").nights("2024-03-01").row();

        assertThat(row).isEqualTo(account.row().waiting(day("2023-03-20"), day("2024-03-20"), "standard", List.of()));
    }

    @Test
    void followsAPolicyThatBecameLonger() {
        Policy longer = Policies.changed("dormant-after: P180D", "dormant-after: P364D");

        assertThat(account.policy(longer).on("2024-02-27").verdict()).isEqualTo(Verdict.RETURN);
        assertThat(account.policy(longer).on("2024-02-28").verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void followsItsCohort() {
        Lifecycle row = account.cohort("never-used").nights("2024-03-01").row();

        assertThat(row.state()).isEqualTo(State.PROTECTED);
        assertThat(row.cohort()).isEqualTo("never-used");
        assertThat(row.recycleOn()).isEqualTo("2024-03-31");
    }

    @Test
    void isNotProtectedBeforeItIsDueWhateverItsCohortSays() {
        Lifecycle row = account.cohort("never-used").nights("2024-02-29").row();

        assertThat(row.state()).isEqualTo(State.DORMANT);
        assertThat(row.dueOn()).isEqualTo("2024-03-01");
    }

    @Test
    void leavesTheLifecycleWhenThePlatformNoLongerHasIt() {
        assertThat(account.gone().on("2023-09-01"))
                .isEqualTo(new Decision(Verdict.GONE, State.DORMANT, null, List.of(Reason.of("GONE"))));
    }
}
