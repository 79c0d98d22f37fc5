package io.fallow.job.step;

import io.fallow.job.chunk.RepeatedStep;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.movements.Leftovers;
import io.fallow.settings.KeepSettings;
import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what no later question needs, as far as a setting says so. Never evidence: decisions keep all their partitions, because a
 * seal can only be verified with every row it was made of. It comes before the run is reconciled, so that completing the run is the last
 * thing that can fail.
 */
public final class KeepHouse implements RepeatedStep {

    private static final Logger log = LoggerFactory.getLogger(KeepHouse.class);

    private static final int RUNS_AT_ONCE = 50;
    private static final int EVENTS_AT_ONCE = 20_000;

    private final Leftovers leftovers;
    private final KeepSettings keep;

    public KeepHouse(Leftovers leftovers, KeepSettings keep) {
        this.leftovers = leftovers;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "keepHouse";
    }

    @Override
    public boolean next(Night night) {
        LocalDate batchBefore = before(night, keep.batchHistory());
        LocalDate eventsBefore = before(night, keep.deliveredEvents());
        LocalDate countsBefore = before(night, keep.counts());
        long nights = batchBefore == null ? 0 : leftovers.deleteBatchHistory(batchBefore, RUNS_AT_ONCE);
        long events = eventsBefore == null ? 0 : leftovers.forgetDeliveredEvents(eventsBefore, EVENTS_AT_ONCE);
        long counters = countsBefore == null ? 0 : leftovers.deleteCounts(countsBefore, RUNS_AT_ONCE);
        boolean found = nights + events + counters > 0;
        if (found) {
            log.info("keepHouse: batch history of {} nights, {} events, {} counters deleted", nights, events, counters);
        }
        return found;
    }

    private static @Nullable LocalDate before(Night night, @Nullable Period kept) {
        return kept == null ? null : night.businessDate().minus(kept);
    }
}
