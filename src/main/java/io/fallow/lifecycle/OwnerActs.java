package io.fallow.lifecycle;

import java.time.LocalDate;
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
