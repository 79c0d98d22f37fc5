package io.fallow.run;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which business dates can be run. */
final class BusinessDates {

    private final Runs runs;
    private final Clock clock;

    BusinessDates(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * @return the date, or today in the policy's zone
     * @throws UsageException when it lies in the future, by the machine's clock or the database's
     */
    LocalDate require(@Nullable LocalDate date, Policy policy) {
        LocalDate machine = LocalDate.now(clock.withZone(policy.zone()));
        LocalDate database = runs.databaseClock()
                .map(now -> now.atZone(policy.zone()).toLocalDate())
                .orElse(machine);
        LocalDate wanted = date == null ? machine : date;
        if (wanted.isAfter(machine)) {
            throw new UsageException("business date " + wanted + " is later than today, " + machine + " in "
                    + policy.zone() + "; a night is never run ahead");
        }
        if (wanted.isAfter(database)) {
            throw new UsageException("business date " + wanted + " is later than today by the database's clock, "
                    + database + " in " + policy.zone() + ", although this machine's says " + machine
                    + "; a night is never run ahead: set the clock that is wrong, or give --date");
        }
        return wanted;
    }

    /**
     * @throws UsageException when a later night was begun already, or this one was abandoned
     */
    void requireNotBegunAndLeft(LocalDate businessDate, Optional<Run> run) {
        if (run.isPresent() && run.get().status() == Run.Status.ABANDONED) {
            throw new UsageException("the night of " + businessDate + " was abandoned; thresholds are cumulative,"
                    + " so the next night makes good what it left");
        }
        if (run.isEmpty()) {
            runs.latestBegun().stream()
                    .map(Run::businessDate)
                    .filter(latest -> latest.isAfter(businessDate))
                    .findFirst()
                    .ifPresent(latest -> {
                        throw new UsageException("business date " + businessDate + " is before " + latest
                                + ", the last night that was begun; nights only go forward");
                    });
        }
    }
}
