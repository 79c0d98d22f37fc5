package io.fallow.ledger.seals;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one seal is over: the decisions of a run, or those of an act outside of runs. Exactly one of the two is given.
 *
 * @param businessDate of the run; of an act the date in the policy's zone
 */
public record Sealed(@Nullable Long run, @Nullable Long act, LocalDate businessDate) {

    public static Sealed ofRun(long run, LocalDate businessDate) {
        return new Sealed(run, null, businessDate);
    }

    public static Sealed ofAct(long act, LocalDate businessDate) {
        return new Sealed(null, act, businessDate);
    }

    /** As a person is told it. */
    @Override
    public String toString() {
        return (run == null ? "act " + act : "run " + run) + " of " + businessDate;
    }
}
