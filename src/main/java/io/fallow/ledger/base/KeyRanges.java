package io.fallow.ledger.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Splits ordered keys into ranges of equal counts. Bounds are keys that exist: Java neither compares nor makes up any. */
public final class KeyRanges {

    private KeyRanges() {}

    /**
     * @param count how many keys there are
     * @param at the key at a position (from 0) and the one after it, if there is one
     * @param last the last key, found from the order's other end: the way to a position gets long
     * @return at most {@code partitions} ranges, none when there is no key
     */
    public static List<KeyRange> split(
            long count, int partitions, LongFunction<List<String>> at, Supplier<Optional<String>> last) {
        long parts = Math.min(partitions, count);
        List<KeyRange> ranges = new ArrayList<>();
        List<String> start = parts == 0 ? List.of() : at.apply(0);
        String first = start.isEmpty() ? null : start.get(0);
        for (long part = 1; part < parts && first != null; part++) {
            List<String> bounds = at.apply(count * part / parts - 1);
            if (bounds.size() < 2) {
                break; // keys left between the count and now; the last range takes what there is
            }
            ranges.add(new KeyRange(first, bounds.get(0)));
            first = bounds.get(1);
        }
        if (first != null) {
            String from = first;
            last.get().ifPresent(to -> ranges.add(new KeyRange(from, to)));
        }
        return ranges;
    }
}
