package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What verified, recorded acts of the owner do to an account (R3, R10). */
public final class OwnerActs {

    private OwnerActs() {}

    /**
     * Lifts protection: the account is ACTIVE again, with everything in it. A policy that does not know its cohort is no reason to
     * refuse the owner; such an account is looked at again as soon as the policy's earliest review.
     *
     * @throws RefusedActException when the account is not PROTECTED
     */
    public static Decision unseal(AccountFacts facts, Policy policy, LocalDate today) {
        Lifecycle row = require(facts, State.PROTECTED, "unsealed");
        Cohort cohort = cohortOf(facts, row, policy);
        Lifecycle next = cohort == null
                ? Lifecycle.active(today, today, policy.earliestReview(today), row.cohort())
                : Lifecycle.active(today, today, today.plus(cohort.dormantAfter()), cohort.name());
        return new Decision(Verdict.RETURN, State.PROTECTED, next, List.of(Reason.UNSEALED));
    }

    /**
     * Brings a recycled account back within its quarantine: PROTECTED from today on, looked at by the next night.
     *
     * @throws RefusedActException when the account is not RECYCLED
     */
    public static Decision restore(AccountFacts facts, Policy policy, LocalDate today) {
        Lifecycle row = require(facts, State.RECYCLED, "restored");
        Cohort cohort = cohortOf(facts, row, policy);
        Lifecycle next = Lifecycle.restored(today, cohort == null ? row.cohort() : cohort.name());
        return new Decision(Verdict.PROTECT, State.RECYCLED, next, List.of(Reason.RESTORED));
    }

    /**
     * Cancels an account: RECYCLED, with the quarantine of any other, once nothing is held (R8). What would keep a protected account from
     * being recycled keeps one from being cancelled; idleness, protection and notices are not asked for, because the owner wants it.
     *
     * @return RECYCLE, or WAIT with all that must still be settled
     * @throws RefusedActException when the account is RECYCLED or RELEASED already
     */
    public static Decision cancel(AccountFacts facts, Policy policy, LocalDate today) {
        Lifecycle row = facts.lifecycle();
        State state = row == null ? State.ACTIVE : row.state();
        if (state.compareTo(State.RECYCLED) >= 0) {
            throw new RefusedActException("it is " + state + " already, and cannot be cancelled");
        }
        List<Reason> unsettled = new ArrayList<>(facts.exclusions());
        Cohort cohort = policy.cohort(facts.cohort());
        if (!facts.onPlatform()) {
            unsettled.add(Reason.of(Reason.UNKNOWN_ACCOUNT));
        } else if (cohort == null) {
            unsettled.add(Reason.of(Reason.UNKNOWN_COHORT));
        }
        if (row == null || cohort == null || !unsettled.isEmpty()) {
            return new Decision(Verdict.WAIT, state, row, unsettled);
        }
        Lifecycle next = row.waiting(row.lastActiveOn(), today, cohort.name(), List.of())
                .entering(State.RECYCLED, today, today.plus(cohort.quarantine()));
        return new Decision(Verdict.RECYCLE, state, next, List.of(Reason.CANCELLED));
    }

    private static Lifecycle require(AccountFacts facts, State wanted, String act) {
        Lifecycle row = facts.lifecycle();
        State state = row == null ? State.ACTIVE : row.state();
        if (row == null || state != wanted) {
            throw new RefusedActException("it is " + state + "; only a " + wanted + " account can be " + act);
        }
        return row;
    }

    private static @Nullable Cohort cohortOf(AccountFacts facts, Lifecycle row, Policy policy) {
        Cohort cohort = policy.cohort(facts.cohort());
        return cohort == null ? policy.cohort(row.cohort()) : cohort;
    }
}
