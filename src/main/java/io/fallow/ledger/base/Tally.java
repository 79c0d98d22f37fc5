package io.fallow.ledger.base;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counters of one chunk, by name. */
public final class Tally {

    /** Accounts this run looked at, each counted once. */
    public static final String SCANNED = "scanned";
    /** Accounts a step brought in. */
    public static final String READ = "read";
    /** Accounts a step changed. */
    public static final String WRITTEN = "written";
    /** Accounts a step put aside. */
    public static final String SKIPPED = "skipped";
    /** Accounts found holding something. */
    public static final String EXCLUDED = "excluded";
    /** Followed by a reason: accounts found excluded for it. */
    public static final String EXCLUDED_FOR = "excluded for ";

    private final Map<String, Long> counts = new TreeMap<>();

    public Tally add(String counter, long n) {
        if (n != 0) {
            counts.merge(counter, n, Long::sum);
        }
        return this;
    }

    public Tally add(Tally other) {
        other.counts.forEach(this::add);
        return this;
    }

    public Map<String, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
