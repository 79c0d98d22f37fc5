package io.fallow.lifecycle;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why something happens to an account or is kept from happening: an exclusion that the platform reports (its names are the
 * contract's, any name vetoes recycling), or one of the engine's own.
 *
 * @param name upper-case word, as written to the decision log
 * @param detail what an operator is shown, such as "balance 12.50"; nights do not read it
 */
public record Reason(String name, @Nullable String detail) {

    /** The owner is locked out by the platform: vetoes protection as well as recycling (R2, R6). */
    public static final String BLOCKED = "BLOCKED";
    /** A hold placed by an authority or operator: vetoes recycling and release (R5). */
    public static final String LEGAL_HOLD = "LEGAL_HOLD";
    /** Kept for ever, by the owner's will or that of the heirs: vetoes recycling and release. */
    public static final String MEMORIAL = "MEMORIAL";
    /** Kept because its owner asked for it: vetoes recycling and release. */
    public static final String KEEP = "KEEP";
    /** The owner of a blocked account fetches what is theirs: vetoes recycling while it is open (R7). */
    public static final String PROPERTY_WINDOW = "PROPERTY_WINDOW";
    /** Neither a last activity nor a registration is known: vetoes everything. */
    public static final String UNKNOWN_ACTIVITY = "UNKNOWN_ACTIVITY";
    /** The policy does not name the account's cohort: vetoes everything. */
    public static final String UNKNOWN_COHORT = "UNKNOWN_COHORT";

    /** The platform does not know the account any more: vetoes everything, and ends protection only when it lasts. */
    public static final String UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT";

    /** A notice bounced, or the policy wants them delivered and they were not: they go out anew, before a longer term. */
    public static final Reason UNREACHABLE = of("UNREACHABLE");

    static final Reason IDLE = of("IDLE");
    /** Idle since before the last full sweep, which did not find it so: not protected before a grace. */
    static final Reason LATE_ARRIVAL = of("LATE_ARRIVAL");

    static final Reason LONG_UNUSED = of("LONG_UNUSED");
    static final Reason NOTICE_DUE = of("NOTICE_DUE");
    static final Reason PROPERTY_FREE = of("PROPERTY_FREE");
    static final Reason QUARANTINE_OVER = of("QUARANTINE_OVER");
    static final Reason RETURNED = of("RETURNED");
    static final Reason GONE = of("GONE");
    static final Reason UNSEALED = of("UNSEALED");
    static final Reason RESTORED = of("RESTORED");
    static final Reason CANCELLED = of("CANCELLED");

    public Reason {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a reason has no name");
        }
    }

    /** A reason without detail. */
    public static Reason of(String name) {
        return new Reason(name, null);
    }

    /** The names alone, sorted, each once. */
    static List<String> names(List<Reason> reasons) {
        if (reasons.isEmpty()) {
            return List.of();
        }
        SortedSet<String> names = new TreeSet<>();
        for (Reason reason : reasons) {
            names.add(reason.name());
        }
        return List.copyOf(names);
    }

    boolean isBlock() {
        return name.equals(BLOCKED);
    }
}
