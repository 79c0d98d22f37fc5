package io.fallow.run;

import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.time.Period;

/**
 * When all accounts are looked through, not only the newly idle: the first night, under a changed policy, and every so often. What an
 * ordinary night cannot see (back-dated activity, another cohort, unknown dates) of an account without a row is found then; one
 * that has a row is looked at when it is due.
 */
record FullSweeps(Runs runs, Period every) {

    boolean isDue(LocalDate businessDate, Policy policy) {
        Runs.LastCompleted last = runs.lastCompleted().orElse(null);
        if (last == null || last.fullSweepOn() == null) {
            return true;
        }
        return !businessDate.isBefore(last.fullSweepOn().plus(every))
                || !runs.policy(last.policyVersion()).digest().equals(policy.digest());
    }
}
