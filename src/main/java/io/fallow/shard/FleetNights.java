package io.fallow.shard;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.lifecycle.Policy;
import io.fallow.run.Failures;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.RunInProgressException;
import io.fallow.run.UsageException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Makes a night done on every shard, and tells the control database how each of them ended. */
public final class FleetNights {

    private static final Logger log = LoggerFactory.getLogger(FleetNights.class);

    private final Fleet fleet;
    private final ShardNights nights;
    private final Clock clock;

    /** @throws RuntimeException when the control database is down: nobody could say what all shards together do */
    public FleetNights(Fleet fleet) {
        this.fleet = fleet;
        this.nights = fleet.main().requireUp().getBean(ShardNights.class);
        this.clock = fleet.main().requireUp().getBean(Clock.class);
    }

    /**
     * Makes the night of a date done on these shards, as {@link NightRunner#run} does on each. They wait for each other before the limits
     * are checked; one that is down or fails holds nobody up.
     *
     * @param date today in the policy's zone when null; the same for all, though midnight may pass
     * @param wanted names of shards
     */
    public List<Answer<NightResult>> run(@Nullable LocalDate date, Policy policy, Collection<String> wanted) {
        LocalDate businessDate = date == null ? LocalDate.now(clock.withZone(policy.zone())) : date;
        if (!businessDate.isAfter(LocalDate.now(clock.withZone(policy.zone())))) {
            fleet.names().forEach(name -> nights.expect(businessDate, name));
        }
        Rendezvous rendezvous = fleet.rendezvous();
        rendezvous.begin(
                wanted.stream().filter(name -> fleet.shard(name).isUp()).toList());
        return fleet.ask(wanted, shard -> {
            try {
                return night(shard, businessDate, policy);
            } finally {
                rendezvous.leave(shard.name());
            }
        });
    }

    /**
     * Makes the latest night that was begun done where it is not: also on shards that were down, and never began it.
     *
     * @param date the latest one when null
     * @throws UsageException when it is done on all of them
     */
    public List<Answer<NightResult>> rerun(@Nullable LocalDate date, Policy policy, Collection<String> wanted) {
        LocalDate businessDate = date == null ? nights.last().orElse(null) : date;
        if (businessDate == null || wanted.stream().allMatch(name -> isDone(name, businessDate))) {
            throw new UsageException("no shard's night " + (businessDate == null ? "" : "of " + businessDate + " ")
                    + "is unfinished, there is nothing to rerun");
        }
        return run(businessDate, policy, wanted);
    }

    private boolean isDone(String name, LocalDate businessDate) {
        Shard shard = fleet.shard(name);
        return shard.isUp()
                && shard.requireUp().getBean(Runs.class).unfinished().isEmpty()
                && shard.requireUp()
                        .getBean(Runs.class)
                        .of(businessDate)
                        .filter(run -> isOver(run))
                        .isPresent();
    }

    private static boolean isOver(Run run) {
        return run.status() == Run.Status.COMPLETED || run.status() == Run.Status.ABANDONED;
    }

    private NightResult night(Shard shard, LocalDate businessDate, Policy policy) {
        try {
            NightResult result = shard.requireUp().getBean(NightRunner.class).run(businessDate, policy);
            tell(() -> {
                nights.end(shard.name(), result.report(), result.problem());
                catchUp(shard);
            });
            return result;
        } catch (RuntimeException e) {
            if (Failures.find(e, RunInProgressException.class) == null
                    && Failures.find(e, UsageException.class) == null) {
                tell(() -> nights.miss(businessDate, shard.name(), Failures.oneLine(e)));
            }
            throw e;
        }
    }

    /** Earlier nights may have been finished first, or by somebody who works on this shard alone. */
    private void catchUp(Shard shard) {
        Runs runs = shard.requireUp().getBean(Runs.class);
        for (LocalDate date : nights.unfinished(shard.name())) {
            Optional<Run> run = runs.of(date).filter(each -> each.status() == Run.Status.COMPLETED);
            run.ifPresent(done -> nights.end(shard.name(), RunReport.fromJson(String.valueOf(done.report())), null));
        }
    }

    /** The shard's own database has it all; the next run tells it again. */
    private static void tell(Runnable words) {
        try {
            words.run();
        } catch (DataAccessException e) {
            log.warn("the control database could not be told how a shard's night ended: {}", Failures.oneLine(e));
        }
    }
}
