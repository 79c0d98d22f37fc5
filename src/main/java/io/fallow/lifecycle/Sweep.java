package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;

/**
 * A full sweep that looked through all accounts on a business date.
 *
 * @param dormantAfter of the account's cohort, by the policy of that night
 */
public record Sweep(LocalDate on, Period dormantAfter) {

    /** Whether an account last active on that date was idle then. */
    boolean wouldHaveFound(LocalDate activeOn) {
        return !on.isBefore(activeOn.plus(dormantAfter));
    }
}
