package io.fallow.job.step;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.ShardNights.Numbers;
import java.util.List;
import java.util.function.Supplier;

/** How the limits hold for all shards together. A database without others has nobody to ask. */
public interface FleetLimits {

    /** For a database that is no shard. */
    FleetLimits NONE = new FleetLimits() {
        @Override
        public void meet(Night night, Supplier<Numbers> planned) {}

        @Override
        public List<String> over(Night night, Numbers planned) {
            return List.of();
        }
    };

    /** Tells the others what tonight would do here, and waits for theirs; for a bounded time, outside of any transaction. */
    void meet(Night night, Supplier<Numbers> planned);

    /** One sentence for each of the policy's limits that all of them together are over. */
    List<String> over(Night night, Numbers planned);
}
