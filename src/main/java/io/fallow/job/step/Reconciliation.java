package io.fallow.job.step;

import io.fallow.ledger.base.KeySpan;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.Outcomes;
import io.fallow.ledger.seals.SealedBlock;
import io.fallow.ledger.seals.Seals;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What a run's rows show, read side by side in parts: one outcome an account, and the digest of its decisions. */
public final class Reconciliation {

    private final Outcomes outcomes;
    private final Seals seals;
    private final TransactionTemplate reading;
    private final TransactionTemplate apart;
    private final int partitions;

    /** @param partitions how many parts, and so connections, at once */
    public Reconciliation(Outcomes outcomes, Seals seals, PlatformTransactionManager transactions, int partitions) {
        this.outcomes = outcomes;
        this.seals = seals;
        this.partitions = partitions;
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Blocks in the order of the keys' bytes. */
    record Found(SortedMap<String, Long> became, List<SealedBlock> blocks) {

        static Found together(List<Found> found) {
            SortedMap<String, Long> became = new TreeMap<>();
            List<SealedBlock> blocks = new ArrayList<>();
            for (Found each : found) {
                each.became.forEach((outcome, n) -> became.merge(outcome, n, Long::sum));
                blocks.addAll(each.blocks);
            }
            return new Found(became, blocks);
        }
    }

    /**
     * What one connection reads. Outcomes are counted by spans of the key order, which is the tables', and decisions digested by spans of
     * another; either is null where a sample gave fewer spans.
     */
    private record Part(
            @Nullable KeySpan outcomes, @Nullable KeySpan decisions) {}

    /** Nothing may write the run's rows meanwhile: the caller holds the fence. */
    Found of(Night night) {
        apart.executeWithoutResult(status -> seals.analyze(night));
        List<Part> parts = parts(outcomes.spans(night, partitions), seals.spans(night, partitions));
        ExecutorService threads = Executors.newFixedThreadPool(partitions);
        try {
            List<Future<Found>> others = new ArrayList<>();
            for (Part part : parts.subList(1, parts.size())) {
                others.add(threads.submit(() -> reading.execute(status -> read(night, part))));
            }
            List<Found> found = new ArrayList<>();
            found.add(read(night, parts.get(0))); // in the caller's transaction: a fresh connection starts cold
            for (Future<Found> other : others) {
                found.add(other.get());
            }
            return Found.together(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reconciling", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Part> parts(List<KeySpan> outcomes, List<KeySpan> decisions) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < Math.max(outcomes.size(), decisions.size()); i++) {
            parts.add(new Part(
                    i < outcomes.size() ? outcomes.get(i) : null, i < decisions.size() ? decisions.get(i) : null));
        }
        return parts;
    }

    private Found read(Night night, Part part) {
        List<SealedBlock> blocks = part.decisions() == null ? List.of() : seals.digest(night.runId(), part.decisions());
        return new Found(part.outcomes() == null ? new TreeMap<>() : outcomes.of(night, part.outcomes()), blocks);
    }
}
