package io.fallow.job.chunk;

import io.fallow.ledger.Keyed;
import io.fallow.ledger.Night;
import io.fallow.ledger.Runs;
import io.fallow.ledger.SetAside;
import io.fallow.ledger.Tallies;
import io.fallow.ledger.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes a chunk behind the run's fence, puts poison aside, and counts, all in the chunk's transaction. */
final class ChunkWriter<O extends Keyed> implements ItemWriter<O> {

    private static final Logger log = LoggerFactory.getLogger(ChunkWriter.class);

    private final AccountStep<?, O> step;
    private final Night night;
    private final String worker;
    private final ChunkLedger ledger;

    ChunkWriter(AccountStep<?, O> step, Night night, String worker, ChunkLedger ledger) {
        this.step = step;
        this.night = night;
        this.worker = worker;
        this.ledger = ledger;
    }

    /** What every chunk writes beside its accounts. */
    record ChunkLedger(Runs runs, SetAside setAside, Tallies tallies, Halving halving) {}

    @Override
    public void write(Chunk<? extends O> chunk) {
        ledger.runs().checkFence(night);
        Tally tally = new Tally().add(Tally.READ, chunk.size());
        ledger.halving()
                .<O>apply(
                        chunk.getItems(),
                        items -> tally.add(step.write(night, items)),
                        (item, error) -> poisoned(item, error, tally));
        ledger.tallies().add(night.runId(), worker, tally);
    }

    private void poisoned(O item, RuntimeException error, Tally tally) {
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
