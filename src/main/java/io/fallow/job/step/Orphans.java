package io.fallow.job.step;

import io.fallow.job.chunk.Halving;
import io.fallow.ledger.base.Poison;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.facts.Sources.Orphan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things that are held by keys that are no account's. One value that a view cannot compute fails the whole question: then the platform is
 * halved at its accounts until the value lies at an account, whom nights set aside, or between two, where it is a thing of nobody's.
 */
final class Orphans {

    private static final int FEW = 5;

    private final Sources sources;
    private final Halving halving;
    private final long most;
    private final List<String> some = new ArrayList<>(FEW);
    private long count;

    private Orphans(Sources sources, Halving halving, long most) {
        this.sources = sources;
        this.halving = halving;
        this.most = most;
    }

    /**
     * @param most so many are allowed
     * @return a sentence, if there are more
     */
    static List<String> problems(Sources sources, Halving halving, long most) {
        Orphans orphans = new Orphans(sources, halving, most);
        orphans.look();
        if (orphans.count <= most) {
            return List.of();
        }
        return List.of(orphans.count + " things are held by keys that are no account's, more than inputs.max-orphans "
                + most + " ("
                + String.join(", ", orphans.some)
                + "): let the contract's views agree on keys, by spelling, blanks, and accounts that are left out");
    }

    private void look() {
        add(halving.read(() -> sources.orphans(null, null), error -> {
            halve(null, null, error);
            return List.of();
        }));
    }

    /** By indexes: a whole table that is read computes what lies outside of the range. */
    private void find(@Nullable String after, @Nullable String before) {
        if (count > most) {
            return; // it is enough to know that there are too many
        }
        add(halving.read(() -> sources.byIndexes(() -> sources.orphans(after, before)), error -> {
            halve(after, before, error);
            return List.of();
        }));
    }

    private void add(List<Orphan> found) {
        found.forEach(orphan -> name("'" + orphan.key() + "' holds " + orphan.reason()));
        count += found.isEmpty() ? 0 : found.get(0).of();
    }

    private void halve(@Nullable String after, @Nullable String before, RuntimeException error) {
        String middle = sources.accountBetween(after, before).orElse(null);
        if (middle == null) {
            name("something " + (after == null ? "" : "after account " + after)
                    + (before == null ? "" : " before account " + before) + " that a view cannot compute: "
                    + Poison.firstLine(error));
            count++;
        } else {
            find(after, middle);
            find(middle, before);
        }
    }

    private void name(String thing) {
        if (some.size() < FEW) {
            some.add(thing);
        }
    }
}
