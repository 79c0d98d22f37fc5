package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What verified, recorded acts of the owner do to an account (R3, R10). */
public final class OwnerActs {

    private OwnerActs() {}

    /**
     * Lifts protection: the account is ACTIVE again, with everything in it.
     *
     * @throws RefusedActException when the account is not PROTECTED, or its cohort is unknown to the policy
     */
    public static Decision unseal(AccountFacts facts, Policy policy, LocalDate today) {
        Lifecycle row = require(facts, State.PROTECTED, "unsealed");
        Cohort cohort = cohortOf(facts, row, policy);
        Lifecycle next = Lifecycle.active(today, today, today.plus(cohort.dormantAfter()), cohort.name());
        return new Decision(Verdict.RETURN, State.PROTECTED, next, List.of(Reason.UNSEALED));
    }

    /**
     * Brings a recycled account back within its quarantine: PROTECTED from today on, looked at by the next night.
     *
     * @throws RefusedActException when the account is not RECYCLED, or its cohort is unknown to the policy
     */
    public static Decision restore(AccountFacts facts, Policy policy, LocalDate today) {
        Lifecycle row = require(facts, State.RECYCLED, "restored");
        Cohort cohort = cohortOf(facts, row, policy);
        Lifecycle next = new Lifecycle(
                State.PROTECTED, today, today, today, today, null, null, null, 0, today, cohort.name(), List.of());
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

    private static Cohort cohortOf(AccountFacts facts, Lifecycle row, Policy policy) {
        @Nullable Cohort cohort = policy.cohort(facts.cohort());
        if (cohort == null) {
            cohort = policy.cohort(row.cohort());
        }
        if (cohort == null) {
            throw new RefusedActException(
                    "the policy knows neither its cohort " + facts.cohort() + " nor " + row.cohort());
        }
        return cohort;
    }
}
