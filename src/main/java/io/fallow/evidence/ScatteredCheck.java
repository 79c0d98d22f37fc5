package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.seals.BlockDigest;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.PlacedDecision;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.SealedBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a seal's decisions are as they were sealed, in a database that does not order them as the one that sealed them did: each is put
 * where its print was sealed, and each block must then have its digest. Of the decisions only a block is held in memory at a time.
 */
final class ScatteredCheck {

    private final SealChain chain;
    private final Decisions decisions;
    private final MissingDecision missing;

    ScatteredCheck(SealChain chain, Decisions decisions, MissingDecision missing) {
        this.chain = chain;
        this.decisions = decisions;
        this.missing = missing;
    }

    @Nullable
    Finding of(Seal seal) {
        try (Stream<SealedBlock> sealed = chain.blocks(seal);
                Stream<PlacedDecision> found = decisions.byPrint(seal)) {
            return new Walk(seal, found.iterator()).through(sealed.iterator());
        }
    }

    private final class Walk {

        private final Seal seal;
        private final Iterator<PlacedDecision> found;
        private @Nullable PlacedDecision next;
        private @Nullable DecisionBytes before;
        private @Nullable Gap gap;

        /** Decisions that share their print with others, and that no block has proved to be its own. */
        private final Set<DecisionBytes> unproved = new LinkedHashSet<>();

        private final Set<DecisionBytes> proved = new LinkedHashSet<>();

        Walk(Seal seal, Iterator<PlacedDecision> found) {
            this.seal = seal;
            this.found = found;
            advance();
        }

        private void advance() {
            next = found.hasNext() ? found.next() : null;
        }

        @Nullable
        Finding through(Iterator<SealedBlock> sealed) {
            while (sealed.hasNext()) {
                SealedBlock was = sealed.next();
                List<List<DecisionBytes>> places = places(was.decisions());
                if (places.stream().anyMatch(List::isEmpty)) {
                    gap = gap == null ? gap(places) : gap;
                    places.stream().filter(place -> place.size() > 1).forEach(proved::addAll); // cannot be told
                    before = last(places);
                    continue;
                }
                List<DecisionBytes> block = Arrangement.of(places, was);
                if (block == null) {
                    return DecisionCheck.samePrint(
                            seal, first(places), places.get(places.size() - 1).get(0));
                }
                proved(places, block);
                before = block.get(block.size() - 1);
            }
            return unplaced();
        }

        /** The decisions for each of the next places; none for a place whose decision is gone. */
        private List<List<DecisionBytes>> places(long count) {
            List<List<DecisionBytes>> places = new ArrayList<>(BlockDigest.SIZE);
            while (places.size() < count && next != null && next.block() != null) {
                PlacedDecision at = next;
                List<DecisionBytes> here = new ArrayList<>(1);
                while (next != null && Objects.equals(at.block(), next.block()) && at.place() == next.place()) {
                    if (next.decision() != null) {
                        here.add(next.decision());
                    }
                    advance();
                }
                places.add(here);
            }
            return places;
        }

        private void proved(List<List<DecisionBytes>> places, List<DecisionBytes> block) {
            for (int i = 0; i < places.size(); i++) {
                if (places.get(i).size() > 1) {
                    unproved.addAll(places.get(i));
                    proved.add(block.get(i));
                }
            }
        }

        private Gap gap(List<List<DecisionBytes>> places) {
            int at = 0;
            while (!places.get(at).isEmpty()) {
                at++;
            }
            DecisionBytes previous = at == 0 ? before : places.get(at - 1).get(0);
            DecisionBytes after = places.subList(at, places.size()).stream()
                    .flatMap(List::stream)
                    .findFirst()
                    .orElse(null);
            return new Gap(previous, after);
        }

        private @Nullable Finding unplaced() {
            unproved.removeAll(proved);
            DecisionBytes stranger = next != null
                    ? next.decision()
                    : unproved.stream().findFirst().orElse(null);
            if (stranger != null) {
                return gap == null
                        ? DecisionCheck.changed(Kind.DECISION_ADDED, "was added after it was sealed", stranger, seal)
                        : DecisionCheck.changed(
                                Kind.DECISION_CHANGED, "was changed after it was sealed", stranger, seal);
            }
            return gap == null ? null : missing.scattered(seal, gap.before(), gap.after());
        }

        private static DecisionBytes first(List<List<DecisionBytes>> places) {
            return places.get(0).get(0);
        }

        private @Nullable DecisionBytes last(List<List<DecisionBytes>> places) {
            DecisionBytes last = before;
            for (List<DecisionBytes> place : places) {
                last = place.isEmpty() ? last : place.get(0);
            }
            return last;
        }
    }

    /** Between which decisions the first one is missing. */
    private record Gap(
            @Nullable DecisionBytes before, @Nullable DecisionBytes after) {}
}
