package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecycledAccountTest {

    /** Recycled on 1 March 2026; its quarantine of 180 days is over on 28 August. */
    private final Account account = Account.lastActiveOn("2023-03-01")
            .nights("2023-08-28", "2024-03-01", "2025-12-31", "2026-01-30", "2026-02-22", "2026-03-01");

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02", "2026-08-27"})
    void waitsUntilTheDayBeforeTheQuarantineIsOver(String date) {
        assertThat(account.row().dueOn()).isEqualTo("2026-08-28");
        assertThat(account.on(date)).isEqualTo(new Decision(Verdict.WAIT, State.RECYCLED, account.row(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-08-28", "2026-08-29", "2030-01-01"})
    void isReleasedFromTheDayOnWhichTheQuarantineIsOver(String date) {
        Decision decision = account.on(date);

        assertThat(decision.verdict()).isEqualTo(Verdict.RELEASE);
        assertThat(decision.from()).isEqualTo(State.RECYCLED);
        assertThat(decision.reasons()).containsExactly(Reason.of("QUARANTINE_OVER"));
        assertThat(decision.next()).isEqualTo(account.row().entering(State.RELEASED, day(date), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEGAL_HOLD", "JUDICIAL_FREEZE", "CHANGE", "SOMETHING_NEW"})
    void isNeverReleasedWhileAnythingIsHeld(String held) {
        Decision decision = account.holding(held, "BLOCKED").on("2026-08-28");

        assertThat(decision)
                .isEqualTo(new Decision(
                        Verdict.WAIT,
                        State.RECYCLED,
                        account.row().waiting(day("2023-03-01"), day("2026-09-27"), "standard", List.of(held)),
                        List.of(Reason.of(held))));
    }

    @Test
    void isLookedAtAgainWhenTheQuarantineIsOverWhateverIsHeldBefore() {
        assertThat(account.holding("LEGAL_HOLD").nights("2026-08-27").row())
                .isEqualTo(
                        account.row().waiting(day("2023-03-01"), day("2026-08-28"), "standard", List.of("LEGAL_HOLD")));
    }

    @Test
    void isReleasedThoughItsOwnerIsBlocked() {
        assertThat(account.holding("BLOCKED").on("2026-08-28")).isEqualTo(account.on("2026-08-28"));
    }

    @Test
    void isReleasedThoughThePlatformNoLongerHasIt() {
        assertThat(account.gone().on("2026-08-27").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(account.gone().on("2026-08-28").verdict()).isEqualTo(Verdict.RELEASE);
    }

    @Test
    void isNotReleasedWhileItsActivityIsUnknown() {
        Decision decision = account.active(null).on("2026-08-28");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.of("UNKNOWN_ACTIVITY"));
        assertThat(decision.next())
                .isEqualTo(account.row()
                        .waiting(day("2023-03-01"), day("2026-09-27"), "standard", List.of("UNKNOWN_ACTIVITY")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02", "2026-08-28"})
    void isNotReleasedWhileItsCohortIsUnknown(String date) {
        Decision decision = account.cohort("premium").holding("CHANGE").on(date);

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.of("CHANGE"), Reason.of("UNKNOWN_COHORT"));
        assertThat(decision.next())
                .isEqualTo(account.row()
                        .waiting(
                                day("2023-03-01"),
                                day(date).plusDays(30),
                                "standard",
                                List.of("CHANGE", "UNKNOWN_COHORT")));
    }

    @ParameterizedTest
    @CsvSource({"2026-05-29, WAIT", "2026-05-30, RELEASE"})
    void hasTheQuarantineOfTheCohortItIsInNow(String date, Verdict verdict) {
        assertThat(account.cohort("never-used").on(date).verdict()).isEqualTo(verdict);
    }

    @Test
    void takesNoNoticeOfActivity() {
        assertThat(account.active("2026-04-01").on("2026-05-01").next()).isEqualTo(account.row());
    }

    @Test
    void isLeftAloneForeverOnceReleased() {
        Account released = account.nights("2026-08-28");

        assertThat(released.row().dueOn()).isNull();
        for (Account any : List.of(released, released.gone(), released.holding("CHANGE"), released.active(null))) {
            assertThat(any.on("2030-01-01"))
                    .isEqualTo(new Decision(Verdict.WAIT, State.RELEASED, released.row(), List.of()));
        }
    }
}
