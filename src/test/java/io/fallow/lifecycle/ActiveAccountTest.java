package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveAccountTest {

    /** 180 days after 1 March 2023 is 28 August. */
    private final Account account = Account.lastActiveOn("2023-03-01");

    @Test
    void leavesAnAccountAloneOneDayBeforeItIsDormant() {
        assertThat(account.on("2023-08-27")).isEqualTo(new Decision(Verdict.LEAVE, State.ACTIVE, null, List.of()));
        assertThat(account.on("2023-08-27").to()).isEqualTo(State.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"2023-08-28", "2023-08-29", "2040-01-01"})
    void entersFromTheDayOnWhichItIsDormant(String date) {
        Decision decision = account.on(date);

        assertThat(decision.verdict()).isEqualTo(Verdict.ENTER);
        assertThat(decision.from()).isEqualTo(State.ACTIVE);
        assertThat(decision.to()).isEqualTo(State.DORMANT);
        assertThat(decision.reasons()).containsExactly(Reason.of("IDLE"));
        assertThat(decision.next())
                .isEqualTo(Lifecycle.dormant(day(date), day("2023-03-01"), null, day("2024-03-01"), "standard"));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-01-31, 2023-02-27, LEAVE",
        "2023-01-31, 2023-02-28, ENTER",
        "2024-01-31, 2024-02-28, LEAVE",
        "2024-01-31, 2024-02-29, ENTER",
        "2024-02-29, 2024-03-28, LEAVE",
        "2024-02-29, 2024-03-29, ENTER",
        "2023-12-31, 2024-01-30, LEAVE",
        "2023-12-31, 2024-01-31, ENTER",
    })
    void countsMonthsAsTheCalendarDoes(String lastActive, String date, Verdict verdict) {
        Policy monthly = Policies.changed("dormant-after: P180D", "dormant-after: P1M");

        assertThat(Account.lastActiveOn(lastActive).policy(monthly).on(date).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void countsByTheThresholdsOfItsCohort() {
        Account neverUsed = account.cohort("never-used");

        assertThat(neverUsed.on("2023-04-29").verdict()).isEqualTo(Verdict.LEAVE);
        assertThat(neverUsed.on("2023-04-30").verdict()).isEqualTo(Verdict.ENTER);
        assertThat(neverUsed.nights("2023-04-30").row().cohort()).isEqualTo("never-used");
        assertThat(neverUsed.nights("2023-04-30").row().dueOn()).isEqualTo("2023-05-30");
    }

    @Test
    void isActiveWhenItsActivityIsLaterThanTheBusinessDate() {
        assertThat(account.on("2023-02-01").verdict()).isEqualTo(Verdict.LEAVE);
    }

    @Test
    void entersWhateverItHolds() {
        assertThat(account.holding("CHANGE", "BLOCKED", "LEGAL_HOLD").on("2023-08-28"))
                .isEqualTo(account.on("2023-08-28"));
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE", "DORMANT"})
    void keepsALaterActivityThanTheOwnersActThatThePlatformHasForgotten(State state) {
        Lifecycle row = new Lifecycle(
                state,
                day("2023-03-01"),
                day("2023-09-01"),
                day("2023-03-01"),
                null,
                null,
                null,
                null,
                0,
                day("2024-02-27"),
                "standard",
                List.of());

        List<Decision> night = RecyclingRule.tonight(
                new AccountFacts(row, true, "standard", day("2020-01-01"), List.of()),
                Policies.DESIGN,
                day("2024-02-27"));

        assertThat(night)
                .singleElement()
                .extracting(Decision::next)
                .extracting("state", "lastActiveOn", "dueOn")
                .containsExactly(State.ACTIVE, day("2023-09-01"), day("2024-02-28"));
    }

    @Test
    void leavesAnAccountAloneThatThePlatformNoLongerHas() {
        assertThat(account.gone().on("2023-08-28"))
                .isEqualTo(new Decision(Verdict.LEAVE, State.ACTIVE, null, List.of(Reason.of("GONE"))));
    }
}
