package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerActsTest {

    private final Account dormant = Account.lastActiveOn("2023-03-01").nights("2023-08-28");
    private final Account sealed = dormant.nights("2024-03-01");
    private final Account recycled = sealed.nights("2025-12-31", "2026-01-30", "2026-02-22", "2026-03-01");

    @Nested
    class Unseal {

        /** 180 days after 1 June 2024 is 28 November. */
        private final Account unsealed = sealed.unsealed("2024-06-01");

        @Test
        void liftsProtectionAndKeepsTheRowAsActive() {
            Decision decision = OwnerActs.unseal(sealed.facts(), sealed.policy(), day("2024-06-01"));

            assertThat(decision)
                    .isEqualTo(new Decision(
                            Verdict.RETURN,
                            State.PROTECTED,
                            Lifecycle.active(day("2024-06-01"), day("2024-06-01"), day("2024-11-28"), "standard"),
                            List.of(Reason.of("UNSEALED"))));
            assertThat(decision.to()).isEqualTo(State.ACTIVE);
        }

        @Test
        void remembersTheActUntilTheDayBeforeItIsForgotten() {
            assertThat(unsealed.on("2024-11-27"))
                    .isEqualTo(new Decision(Verdict.WAIT, State.ACTIVE, unsealed.row(), List.of()));
        }

        @ParameterizedTest
        @CsvSource({"2024-11-28", "2024-11-29", "2025-05-31"})
        void becomesDormantAgainWithoutFurtherActivity(String date) {
            assertThat(unsealed.on(date))
                    .isEqualTo(new Decision(
                            Verdict.ENTER,
                            State.ACTIVE,
                            Lifecycle.dormant(
                                    day(date), day("2024-06-01"), day("2024-06-01"), day("2025-06-01"), "standard"),
                            List.of(Reason.of("IDLE"))));
        }

        @ParameterizedTest
        @CsvSource({"2024-05-31, WAIT", "2024-06-01, RETURN", "2024-06-02, RETURN"})
        void needsNoRowOnceThePlatformKnowsOfActivity(String activity, Verdict verdict) {
            assertThat(unsealed.active(activity).on("2024-11-27").verdict()).isEqualTo(verdict);
        }

        @Test
        void dropsTheRowOfAnAccountThatIsUsedAgain() {
            assertThat(unsealed.active("2024-09-01").on("2024-11-28"))
                    .isEqualTo(new Decision(Verdict.RETURN, State.ACTIVE, null, List.of(Reason.of("RETURNED"))));
        }

        @Test
        void isTheOnlyActivityOfAnAccountThatThePlatformNeverSawActive() {
            assertThat(unsealed.active(null).on("2024-11-27").verdict()).isEqualTo(Verdict.WAIT);
            assertThat(unsealed.active(null).on("2024-11-28").verdict()).isEqualTo(Verdict.ENTER);
        }

        @Test
        void recordsWhatAnActiveAccountHoldsWhenItIsLookedAt() {
            assertThat(unsealed.holding("CHANGE").on("2024-11-27").next())
                    .isEqualTo(unsealed.row()
                            .waiting(day("2024-06-01"), day("2024-11-28"), "standard", List.of("CHANGE")));
        }

        @Test
        void walksTheWholeWayAgain() {
            Account again = unsealed.nights("2024-11-28", "2025-06-01");

            assertThat(again.row().state()).isEqualTo(State.PROTECTED);
            assertThat(again.row().protectedOn()).isEqualTo("2025-06-01");
            assertThat(again.row().recycleOn()).isEqualTo("2027-06-01");
        }

        @Test
        void isRememberedByADormantRowThatALongerPolicyBringsBack() {
            Policy longer = Policies.changed("dormant-after: P180D", "dormant-after: P300D");
            Account back = unsealed.nights("2024-11-28").policy(longer);

            assertThat(back.on("2024-12-01"))
                    .isEqualTo(new Decision(
                            Verdict.RETURN,
                            State.DORMANT,
                            Lifecycle.active(day("2024-12-01"), day("2024-06-01"), day("2025-03-28"), "standard"),
                            List.of(Reason.of("RETURNED"))));
        }

        @Test
        void leavesTheLifecycleWhenThePlatformNoLongerHasTheAccount() {
            assertThat(unsealed.gone().on("2024-07-01").verdict()).isEqualTo(Verdict.GONE);
        }

        @Test
        void isNotRefusedBecauseThePolicyDoesNotKnowTheCohort() {
            Account renamed = sealed.cohort("premium");
            assertThat(renamed.unsealed("2024-06-01").row()).isEqualTo(unsealed.row());

            Account unknown = sealed.row(sealed.row().waiting(day("2023-03-01"), day("2024-06-01"), "old", List.of()))
                    .cohort("premium");
            assertThat(unknown.unsealed("2024-06-01").row())
                    .isEqualTo(Lifecycle.active(day("2024-06-01"), day("2024-06-01"), day("2024-07-01"), "old"));
        }

        @Test
        void isRefusedUnlessTheAccountIsProtected() {
            assertThatThrownBy(() -> dormant.unsealed("2024-06-01"))
                    .isInstanceOf(RefusedActException.class)
                    .hasMessage("it is DORMANT; only a PROTECTED account can be unsealed");
            assertThatThrownBy(() -> recycled.unsealed("2026-06-01")).hasMessageContaining("it is RECYCLED");
            assertThatThrownBy(() -> Account.lastActiveOn("2023-03-01").unsealed("2023-03-02"))
                    .hasMessageContaining("it is ACTIVE");
        }
    }

    @Nested
    class Restore {

        private final Account restored = recycled.restored("2026-06-01");

        @Test
        void bringsTheAccountBackProtectedAndDueAtOnce() {
            Decision decision = OwnerActs.restore(recycled.facts(), recycled.policy(), day("2026-06-01"));

            assertThat(decision.verdict()).isEqualTo(Verdict.PROTECT);
            assertThat(decision.from()).isEqualTo(State.RECYCLED);
            assertThat(decision.reasons()).containsExactly(Reason.of("RESTORED"));
            assertThat(decision.next())
                    .isEqualTo(new Lifecycle(
                            State.PROTECTED,
                            day("2026-06-01"),
                            day("2026-06-01"),
                            day("2026-06-01"),
                            day("2026-06-01"),
                            null,
                            null,
                            null,
                            0,
                            day("2026-06-01"),
                            "standard",
                            List.of()));
        }

        @Test
        void startsTheCountdownAnewFromTheNextNight() {
            Lifecycle row = restored.nights("2026-06-02").row();

            assertThat(row.clearSince()).isEqualTo("2026-06-02");
            assertThat(row.recycleOn()).isEqualTo("2029-06-01");
            assertThat(row.noticesIssued()).isZero();
            assertThat(row.dueOn()).isEqualTo("2029-04-02");
        }

        @Test
        void canBeUnsealedNext() {
            assertThat(restored.unsealed("2026-06-01").row().state()).isEqualTo(State.ACTIVE);
        }

        @Test
        void worksEvenAfterTheQuarantineAsLongAsTheAccountIsNotReleased() {
            assertThat(recycled.holding("LEGAL_HOLD")
                            .nights("2026-08-28")
                            .restored("2026-09-01")
                            .row()
                            .state())
                    .isEqualTo(State.PROTECTED);
        }

        @Test
        void isNotRefusedBecauseThePolicyDoesNotKnowTheCohort() {
            assertThat(recycled.cohort("never-used")
                            .restored("2026-06-01")
                            .row()
                            .cohort())
                    .isEqualTo("never-used");
            assertThat(recycled.cohort("premium").restored("2026-06-01").row().cohort())
                    .isEqualTo("standard");
            Lifecycle old = recycled.row().waiting(day("2023-03-01"), day("2026-08-28"), "old", List.of());
            assertThat(recycled.row(old)
                            .cohort("premium")
                            .restored("2026-06-01")
                            .row()
                            .cohort())
                    .isEqualTo("old");
        }

        @Test
        void isRefusedUnlessTheAccountIsRecycled() {
            assertThatThrownBy(() -> sealed.restored("2024-06-01"))
                    .isInstanceOf(RefusedActException.class)
                    .hasMessage("it is PROTECTED; only a RECYCLED account can be restored");
            assertThatThrownBy(() -> recycled.nights("2026-08-28").restored("2026-08-29"))
                    .hasMessageContaining("it is RELEASED");
        }
    }

    @Nested
    class Cancel {

        private final Account active = Account.lastActiveOn("2024-05-30")
                .row(Lifecycle.active(day("2024-05-30"), day("2024-05-30"), day("2024-11-26"), "standard"));

        private Decision cancelled(Account account) {
            return OwnerActs.cancel(account.facts(), account.policy(), day("2024-06-01"));
        }

        @Test
        void recyclesAnActiveAccountThatHoldsNothingHoweverLatelyItWasUsed() {
            Decision decision = cancelled(active);

            assertThat(decision.verdict()).isEqualTo(Verdict.RECYCLE);
            assertThat(decision.from()).isEqualTo(State.ACTIVE);
            assertThat(decision.to()).isEqualTo(State.RECYCLED);
            assertThat(decision.reasons()).containsExactly(Reason.of("CANCELLED"));
            assertThat(decision.next())
                    .isEqualTo(new Lifecycle(
                            State.RECYCLED,
                            day("2024-06-01"),
                            day("2024-05-30"),
                            day("2024-05-30"),
                            null,
                            null,
                            null,
                            null,
                            0,
                            day("2024-11-28"),
                            "standard",
                            List.of()));
        }

        @Test
        void takesTheQuarantineOfTheCohortThatThePlatformSaysNow() {
            Lifecycle next = Objects.requireNonNull(
                    cancelled(active.cohort("never-used")).next());

            assertThat(next.cohort()).isEqualTo("never-used");
            assertThat(next.dueOn()).isEqualTo("2024-08-30");
        }

        @Test
        void recyclesDormantAndProtectedAccountsToo() {
            assertThat(cancelled(dormant).from()).isEqualTo(State.DORMANT);
            assertThat(cancelled(dormant).verdict()).isEqualTo(Verdict.RECYCLE);
            assertThat(cancelled(sealed).from()).isEqualTo(State.PROTECTED);
            assertThat(cancelled(sealed).verdict()).isEqualTo(Verdict.RECYCLE);
        }

        @ParameterizedTest
        @CsvSource({
            "CHANGE",
            "BLOCKED",
            "JUDICIAL_FREEZE",
            "LEGAL_HOLD",
            "MEMORIAL",
            "KEEP",
            "PROPERTY_WINDOW",
            "UNKNOWN"
        })
        void waitsForWhateverIsHeld(String reason) {
            Decision decision = cancelled(active.holding(reason));

            assertThat(decision)
                    .isEqualTo(new Decision(Verdict.WAIT, State.ACTIVE, active.row(), List.of(Reason.of(reason))));
        }

        @Test
        void waitsForACohortAndAnAccountThatAreKnown() {
            assertThat(cancelled(active.cohort("premium")).reasons()).containsExactly(Reason.of("UNKNOWN_COHORT"));
            assertThat(cancelled(active.cohort("premium")).verdict()).isEqualTo(Verdict.WAIT);
            assertThat(cancelled(active.gone()).reasons()).containsExactly(Reason.of("UNKNOWN_ACCOUNT"));
        }

        @Test
        void waitsForARowToLock() {
            Decision decision = cancelled(Account.lastActiveOn("2024-05-30"));

            assertThat(decision).isEqualTo(new Decision(Verdict.WAIT, State.ACTIVE, null, List.of()));
        }

        @Test
        void isRefusedForWhatIsRecycledAlready() {
            assertThatThrownBy(() -> cancelled(recycled))
                    .isInstanceOf(RefusedActException.class)
                    .hasMessage("it is RECYCLED already, and cannot be cancelled");
            Account released = recycled.nights("2026-08-28");
            assertThat(released.row().state()).isEqualTo(State.RELEASED);
            assertThatThrownBy(() -> cancelled(released)).hasMessageContaining("it is RELEASED");
        }
    }

    @Test
    void theLaterOfThePlatformsActivityAndTheOwnersActCounts() {
        Account unsealed = sealed.unsealed("2024-06-01");

        assertThat(unsealed.facts().lastActiveOn()).isEqualTo("2024-06-01");
        assertThat(unsealed.active("2024-06-02").facts().lastActiveOn()).isEqualTo("2024-06-02");
        assertThat(unsealed.active(null).facts().lastActiveOn()).isEqualTo("2024-06-01");
        assertThat(Account.neverSeen().facts().lastActiveOn()).isNull();
        assertThat(Objects.requireNonNull(sealed.facts().lastActiveOn())).isEqualTo("2023-03-01");
    }
}
