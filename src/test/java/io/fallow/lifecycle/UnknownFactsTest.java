package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownFactsTest {

    private final Account dormant = Account.lastActiveOn("2023-03-01").nights("2023-08-28");

    @Test
    void doesNotTouchAnAccountOfUnknownActivity() {
        assertThat(Account.neverSeen().holding("CHANGE").on("2040-01-01"))
                .isEqualTo(new Decision(
                        Verdict.LEAVE,
                        State.ACTIVE,
                        null,
                        List.of(Reason.of("CHANGE"), Reason.of("UNKNOWN_ACTIVITY"))));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"premium", "", "STANDARD"})
    void doesNotTouchAnAccountOfUnknownCohort(@Nullable String cohort) {
        assertThat(Account.lastActiveOn("2001-01-01").cohort(cohort).on("2040-01-01"))
                .isEqualTo(new Decision(Verdict.LEAVE, State.ACTIVE, null, List.of(Reason.of("UNKNOWN_COHORT"))));
    }

    @Test
    void namesEverythingThatIsUnknown() {
        assertThat(Account.neverSeen().cohort(null).on("2040-01-01").reasons())
                .containsExactly(Reason.of("UNKNOWN_ACTIVITY"), Reason.of("UNKNOWN_COHORT"));
    }

    @Test
    void doesNotProtectAnAccountWhoseActivityBecameUnknown() {
        assertThat(dormant.active(null).holding("CHANGE").on("2024-03-01"))
                .isEqualTo(new Decision(
                        Verdict.WAIT,
                        State.DORMANT,
                        dormant.row()
                                .waiting(
                                        day("2023-03-01"),
                                        day("2024-03-31"),
                                        "standard",
                                        List.of("CHANGE", "UNKNOWN_ACTIVITY")),
                        List.of(Reason.of("CHANGE"), Reason.of("UNKNOWN_ACTIVITY"))));
    }

    @Test
    void looksAgainAtAnUnknownCohortAfterTheShortestReviewPeriod() {
        Policy policy = PolicyReader.read(Policies.textWith("review-every: P30D", "review-every: P10D"));
        Policy other = PolicyReader.read(Policies.TEXT
                .replace("review-every: P30D", "review-every: P40D")
                .replaceFirst("review-every: P40D", "review-every: P50D"));

        assertThat(dormant.cohort("premium")
                        .policy(policy)
                        .nights("2024-03-01")
                        .row()
                        .dueOn())
                .isEqualTo("2024-03-11");
        assertThat(dormant.cohort("premium")
                        .policy(other)
                        .nights("2024-03-01")
                        .row()
                        .dueOn())
                .isEqualTo("2024-04-10");
        assertThat(dormant.cohort("premium").nights("2024-03-01").row().cohort())
                .isEqualTo("standard");
    }

    @Test
    void looksAgainAtUnknownActivityAfterTheReviewPeriodOfItsCohort() {
        Policy slower = Policies.changed("review-every: P30D", "review-every: P50D");

        assertThat(dormant.policy(slower)
                        .active(null)
                        .nights("2024-03-01")
                        .row()
                        .dueOn())
                .isEqualTo("2024-04-20");
    }

    @Test
    void voidsTheNoticesOfAProtectedAccountThatBecameUnknown() {
        Account warned = dormant.nights("2024-03-01", "2025-12-31", "2026-01-30", "2026-02-22");
        Lifecycle row = warned.active(null).nights("2026-03-01").row();

        assertThat(row.state()).isEqualTo(State.PROTECTED);
        assertThat(row.clearSince()).isNull();
        assertThat(row.noticesIssued()).isZero();
        assertThat(row.excludedFor()).containsExactly("UNKNOWN_ACTIVITY");
        assertThat(row.dueOn()).isEqualTo("2026-03-31");
    }

    @Test
    void keepsTheRowOfAnUnsealedAccountThatBecameUnknown() {
        Account unsealed = dormant.nights("2024-03-01").unsealed("2024-06-01").cohort("premium");

        assertThat(unsealed.on("2024-11-28"))
                .isEqualTo(new Decision(
                        Verdict.WAIT,
                        State.ACTIVE,
                        unsealed.row()
                                .waiting(day("2024-06-01"), day("2024-12-28"), "standard", List.of("UNKNOWN_COHORT")),
                        List.of(Reason.of("UNKNOWN_COHORT"))));
    }
}
