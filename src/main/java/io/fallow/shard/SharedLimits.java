package io.fallow.shard;

import io.fallow.job.chunk.StopSignal;
import io.fallow.job.step.CheckLimits;
import io.fallow.job.step.FleetLimits;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.ledger.runs.ShardNights.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's limits, which hold for it and the others together. */
final class SharedLimits implements FleetLimits {

    private static final Logger log = LoggerFactory.getLogger(SharedLimits.class);

    private final String shard;
    private final ShardNights nights;
    private final Meeting meeting;
    private final StopSignal stop;

    SharedLimits(String shard, ShardNights nights, Meeting meeting, StopSignal stop) {
        this.shard = shard;
        this.nights = nights;
        this.meeting = meeting;
        this.stop = stop;
    }

    /**
     * How the shards of this process wait for each other.
     *
     * @param limit how long at most
     */
    record Meeting(Rendezvous rendezvous, Turns turns, Duration limit) {}

    @Override
    public void meet(Night night, Supplier<Numbers> planned) {
        Numbers mine = planned.get();
        nights.plan(night.businessDate(), shard, night.runId(), mine);
        meeting.rendezvous.tell(shard, night.businessDate(), mine);
        meeting.turns.letOthersGo(() -> {
            Set<String> behind =
                    meeting.rendezvous.awaitOthers(shard, night.businessDate(), meeting.limit, stop::isGiven);
            if (!behind.isEmpty() && !stop.isGiven()) {
                log.warn(
                        "shard {} goes on without {}, of which nothing was heard within fallow.shards-wait, {};"
                                + " their limits will count what it does",
                        shard,
                        behind,
                        meeting.limit);
            }
        });
        stop.check();
    }

    @Override
    public List<String> over(Night night, Numbers planned) {
        Map<String, Numbers> all = new TreeMap<>(nights.others(night.businessDate(), shard));
        all.putAll(meeting.rendezvous.told(night.businessDate()));
        all.put(shard, planned);
        Numbers total = all.values().stream().reduce(Numbers.NONE, Numbers::plus);
        return CheckLimits.over(night.policy(), total, nights::medianOfRecentNights).stream()
                .map(sentence -> "all shards together: " + sentence)
                .toList();
    }
}
