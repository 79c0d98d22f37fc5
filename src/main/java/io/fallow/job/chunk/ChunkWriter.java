package io.fallow.job.chunk;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.runs.Tallies;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a chunk, puts poison aside, and counts, all in the chunk's transaction. */
final class ChunkWriter<O extends Keyed> {

    private static final Logger log = LoggerFactory.getLogger(ChunkWriter.class);

    private final AccountStep<?, O> step;
    private final String worker;
    private final ChunkLedger ledger;

    ChunkWriter(AccountStep<?, O> step, String worker, ChunkLedger ledger) {
        this.step = step;
        this.worker = worker;
        this.ledger = ledger;
    }

    /** What every chunk writes beside its accounts. */
    record ChunkLedger(SetAside setAside, Tallies tallies, Halving halving) {}

    void write(Night night, List<O> items) {
        Tally tally = new Tally().add(Tally.READ, items.size());
        ledger.halving()
                .<O>apply(
                        items,
                        some -> tally.add(step.write(night, some)),
                        (item, error) -> poisoned(night, item, error, tally));
        ledger.tallies().add(night.runId(), worker, tally);
    }

    private void poisoned(Night night, O item, RuntimeException error, Tally tally) {
        if (Halving.isBusy(error)) {
            log.info(
                    "account {} is in use by the platform: {} leaves it for the next night",
                    item.accountId(),
                    step.name());
            return;
        }
        log.warn("account {} is set aside by {}: {}", item.accountId(), step.name(), error.getMessage());
        tally.add(ledger.setAside().put(night.runId(), item.accountId(), step.name(), error));
        int limit = night.policy().limits().setAside();
        if (ledger.setAside().count(night.runId()) > limit) {
            throw new TooManySetAsideException(step.name(), limit, item.accountId(), error);
        }
    }
}
