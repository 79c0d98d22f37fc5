package io.fallow.job.step;

import static java.util.stream.Collectors.groupingBy;

import io.fallow.job.chunk.AccountStep;
import io.fallow.job.chunk.Halving;
import io.fallow.job.chunk.Part;
import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Cancellations.Ended;
import io.fallow.ledger.acts.Cancellations.Ending;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.RefusedActException;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes owners' requests to cancel of which nothing is held any more (R8), and lets those lapse whose term is over. As in recycling:
 * rows first, committed; then the barrier; then lock, re-read, decide again, apply. Only requests that were marked before the barrier are
 * completed after it: whoever began to pay before an account had a row has ended by then, or has been waited for.
 */
public final class CompleteCancellations implements AccountStep<Ended, Ended> {

    public static final String NAME = "completeCancellations";

    private static final int AT_ONCE = 1_000;

    /** Requests are few: one partition, which asks for the next itself. */
    private static final List<Part> ONE = List.of(new Part(Map.of("requests", "all")));

    private final Cancellations requests;
    private final Facts facts;
    private final Halving halving;
    private final Transitions transitions;
    private final PlatformActs platform;
    private final RecyclePropertyFree.Waiting waiting;

    public CompleteCancellations(
            Cancellations requests,
            Facts facts,
            Halving halving,
            Transitions transitions,
            PlatformActs platform,
            RecyclePropertyFree.Waiting waiting) {
        this.requests = requests;
        this.facts = facts;
        this.halving = halving;
        this.transitions = transitions;
        this.platform = platform;
        this.waiting = waiting;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A first look, without locks: a night on which nothing is settled waits for nobody. */
    @Override
    public void begin(Night night) {
        List<String> page = requests.waiting(night, null, AT_ONCE);
        while (!page.isEmpty()) {
            List<String> settled = new ArrayList<>();
            for (Examined examined :
                    halving.examine(NAME, page, night.policy().limits().setAside(), some -> facts.of(some, night))) {
                if (mayBeSettled(examined.facts(), night)) {
                    settled.add(examined.accountId());
                }
            }
            requests.mark(night, page, settled);
            page = requests.waiting(night, page.get(page.size() - 1), AT_ONCE);
        }
        if (requests.countSettled(night) > 0) {
            waiting.barrier().await(waiting.limit(), () -> waiting.fence().check(night));
        }
    }

    /** An account that cannot be read goes on, to be set aside by its chunk. One without a row cannot be RECYCLED, but gets one. */
    private static boolean mayBeSettled(@Nullable AccountFacts seen, Night night) {
        Decision decision = seen == null ? null : decide(seen, night);
        return seen == null
                || (decision != null
                        && (decision.verdict() == Verdict.RECYCLE
                                || decision.reasons().isEmpty()));
    }

    /** @return null for an account that is RECYCLED already */
    private static @Nullable Decision decide(AccountFacts seen, Night night) {
        try {
            return OwnerActs.cancel(seen, night.policy(), night.businessDate());
        } catch (RefusedActException e) {
            return null;
        }
    }

    @Override
    public List<Part> parts(Night night, int partitions) {
        return requests.ended(night, null, 1).isEmpty() ? List.of() : ONE;
    }

    @Override
    public List<Ended> read(Night night, Part part, @Nullable String after, int limit) {
        return requests.ended(night, after, limit);
    }

    @Override
    public Ended process(Night night, Ended item) {
        return item;
    }

    @Override
    public Tally write(Night night, List<? extends Ended> items) {
        List<String> locked = requests.lockRows(ids(items, null));
        long lapsed = requests.lapse(night, ids(items, Ending.LAPSED), locked);
        requests.complete(both(ids(items, Ending.OVERTAKEN), locked), night.businessDate(), "run " + night.runId());
        List<String> settled = both(ids(items, Ending.SETTLED), locked);
        return new Tally().add(Tally.WRITTEN, lapsed).add(recycle(night, requests.lockSettled(night, settled)));
    }

    private Tally recycle(Night night, List<String> settled) {
        if (settled.isEmpty()) {
            return new Tally();
        }
        List<Moved> free = new ArrayList<>();
        for (Examined examined : facts.locked(settled, night)) {
            Decision decision = decide(examined.requireFacts(), night);
            if (decision != null && decision.verdict() == Verdict.RECYCLE) {
                free.add(new Moved(examined.accountId(), decision));
            }
        }
        List<String> ids = free.stream().map(Moved::accountId).toList();
        long firstSeen = requests.countFirstSeen(night, new HashSet<>(ids));
        platform.recycle(ids);
        free.stream()
                .collect(groupingBy(moved -> moved.decision().from()))
                .forEach((from, some) -> transitions.move(night, some, from, State.RECYCLED, "CANCELLED"));
        if (requests.complete(ids, night.businessDate(), "run " + night.runId()) != ids.size()) {
            throw new IllegalStateException("a locked request to cancel was no longer pending");
        }
        return new Tally().add(Tally.WRITTEN, ids.size()).add(Tally.SCANNED, firstSeen);
    }

    private static List<String> ids(List<? extends Ended> items, @Nullable Ending ending) {
        return items.stream()
                .filter(item -> ending == null || item.ending() == ending)
                .map(Ended::accountId)
                .toList();
    }

    private static List<String> both(List<String> ids, List<String> locked) {
        return ids.stream().filter(new HashSet<>(locked)::contains).toList();
    }
}
