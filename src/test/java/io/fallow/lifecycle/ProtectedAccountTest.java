package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedAccountTest {

    /** Last active on 1 March 2023, protected a year later, to be recycled after three years. */
    private final Account account = Account.lastActiveOn("2023-03-01").nights("2023-08-28", "2024-03-01");

    private final Account warned = account.nights("2025-12-31", "2026-01-30", "2026-02-22");

    @Test
    void waitsForItsFirstNotice() {
        assertThat(account.on("2025-12-30"))
                .isEqualTo(new Decision(Verdict.WAIT, State.PROTECTED, account.row(), List.of()));
    }

    @Test
    void isNotRecycledOneDayEarly() {
        assertThat(warned.on("2026-02-28"))
                .isEqualTo(new Decision(Verdict.WAIT, State.PROTECTED, warned.row(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01", "2026-03-02", "2031-07-01"})
    void isRecycledFromThePromisedDayOn(String date) {
        Decision decision = warned.on(date);

        assertThat(decision.verdict()).isEqualTo(Verdict.RECYCLE);
        assertThat(decision.from()).isEqualTo(State.PROTECTED);
        assertThat(decision.reasons()).containsExactly(Reason.of("PROPERTY_FREE"));
        assertThat(decision.next())
                .isEqualTo(new Lifecycle(
                        State.RECYCLED,
                        day(date),
                        day("2023-03-01"),
                        null,
                        day("2024-03-01"),
                        day("2024-03-01"),
                        day("2026-03-01"),
                        day("2026-02-22"),
                        3,
                        day(date).plusDays(180),
                        "standard",
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHANGE",
                "WEALTH",
                "BANK_SAVINGS",
                "UNFINISHED_TRANSACTION",
                "AUTO_DEDUCTION",
                "MICRO_LOAN",
                "JUDICIAL_FREEZE",
                "BLOCKED",
                "LEGAL_HOLD",
                "SOMETHING_NEW"
            })
    void isNeverRecycledWithAnyExclusionAndItsNoticesAreVoid(String exclusion) {
        Decision decision = warned.holding(exclusion).on("2026-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.of(exclusion));
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
                        day("2026-03-31"),
                        "standard",
                        List.of(exclusion)));
    }

    @Test
    void isWarnedAnewOnceNothingIsHeldAnyLonger() {
        Lifecycle row = warned.holding("CHANGE")
                .nights("2026-03-01")
                .holding()
                .nights("2026-03-31")
                .row();

        assertThat(row)
                .isEqualTo(new Lifecycle(
                        State.PROTECTED,
                        day("2024-03-01"),
                        day("2023-03-01"),
                        null,
                        day("2024-03-01"),
                        day("2026-03-31"),
                        day("2026-05-30"),
                        day("2026-03-31"),
                        1,
                        day("2026-04-30"),
                        "standard",
                        List.of()));
    }

    @Test
    void clearsLongBeforeItsTimeWithoutDelayingIt() {
        Account cleared =
                account.holding("CHANGE").nights("2024-05-01").holding().nights("2024-05-31");

        assertThat(cleared.row())
                .isEqualTo(account.row().clear(day("2024-05-31"), day("2026-03-01"), 0, null, day("2025-12-31")));
    }

    @Test
    void isOnlyPostponedByActivityWithoutUnsealing() {
        Decision decision = warned.active("2026-02-25").on("2026-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.next())
                .isEqualTo(new Lifecycle(
                        State.PROTECTED,
                        day("2024-03-01"),
                        day("2026-02-25"),
                        null,
                        day("2024-03-01"),
                        day("2026-03-01"),
                        day("2029-02-25"),
                        null,
                        0,
                        day("2028-12-27"),
                        "standard",
                        List.of()));
    }

    @Test
    void staysProtectedForTheLeastTimeHoweverLongItWasUnused() {
        Account old = Account.lastActiveOn("2001-01-01").nights("2026-01-10");

        assertThat(old.row().state()).isEqualTo(State.PROTECTED);
        assertThat(old.row().recycleOn()).isEqualTo("2026-04-10");
        Account told = old.nights("2026-02-09", "2026-03-11", "2026-04-03");
        assertThat(told.on("2026-04-09").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(told.on("2026-04-10").verdict()).isEqualTo(Verdict.RECYCLE);
    }

    @Test
    void isRecycledByTheThresholdsOfTheCohortItIsInNow() {
        Account moved = account.cohort("never-used").nights("2024-06-01");

        assertThat(moved.row().cohort()).isEqualTo("never-used");
        assertThat(moved.row().recycleOn()).isEqualTo("2024-06-15");
        assertThat(moved.row().noticesIssued()).isEqualTo(1);
    }

    @Test
    void staysProtectedWhenThePlatformMissesItOnceAndItsNoticesAreVoid() {
        Decision decision = warned.gone().on("2026-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.of("UNKNOWN_ACCOUNT"));
        assertThat(decision.next()).isNotNull().satisfies(next -> {
            assertThat(next.state()).isEqualTo(State.PROTECTED);
            assertThat(next.excludedFor()).containsExactly("UNKNOWN_ACCOUNT");
            assertThat(next.clearSince()).isNull();
            assertThat(next.noticesIssued()).isZero();
            assertThat(next.dueOn()).isEqualTo("2026-03-31");
        });
    }

    @Test
    void leavesTheLifecycleWhenItIsStillMissingAndHoldsNothingAtTheNextReview() {
        assertThat(warned.gone().nights("2026-03-01").on("2026-03-31"))
                .isEqualTo(new Decision(Verdict.GONE, State.PROTECTED, null, List.of(Reason.of("GONE"))));
    }

    @Test
    void staysProtectedHoweverOftenItIsMissedWhileItHoldsSomething() {
        Account held = warned.gone().holding("LEGAL_HOLD").nights("2026-03-01", "2026-03-31", "2026-04-30");

        assertThat(held.row().excludedFor()).containsExactly("LEGAL_HOLD", "UNKNOWN_ACCOUNT");
        Account free = held.holding().nights("2026-05-30");
        assertThat(free.row().excludedFor()).containsExactly("UNKNOWN_ACCOUNT");
        assertThat(free.on("2026-06-29").verdict()).isEqualTo(Verdict.GONE);
        assertThat(free.holding("CHANGE").on("2026-06-29").verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void isNotGivenUpBeforeTheNextReviewIsDue() {
        Account missed = warned.gone().nights("2026-03-01");

        assertThat(missed.on("2026-03-30").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(missed.on("2026-03-31").verdict()).isEqualTo(Verdict.GONE);
    }

    @Test
    void isLookedForAgainAfterTheShortestReviewPeriodWhenItsCohortIsUnknownToo() {
        Policy withoutStandard = PolicyReader.read(Policies.TEXT
                .replace("standard:", "premium:")
                .replaceFirst("review-every: P30D", "review-every: P10D"));

        assertThat(warned.gone()
                        .policy(withoutStandard)
                        .nights("2026-03-01")
                        .row()
                        .dueOn())
                .isEqualTo("2026-03-11");
    }
}
