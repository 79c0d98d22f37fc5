package io.fallow.job.step;

import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.lifecycle.Verdict;
import java.util.List;
import java.util.Set;

/** Long-unused accounts are put under protection against theft, with or without property (R3); the platform is told. */
public final class ProtectLongUnused extends PlannedStep {

    public static final String NAME = "protectLongUnused";

    private final Transitions transitions;
    private final PlatformActs platform;

    public ProtectLongUnused(Plan plan, Transitions transitions, PlatformActs platform) {
        super(plan, Verdict.PROTECT);
        this.transitions = transitions;
        this.platform = platform;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        KeyRange range = new KeyRange(
                items.get(0).accountId(), items.get(items.size() - 1).accountId());
        List<String> locked = transitions.lockForProtection(night, range);
        if (locked.isEmpty()) {
            return new Tally();
        }
        // before the rows are changed: the guard finds them locked by this transaction, and need not write a lock of
        // its own
        platform.protect(locked);
        transitions.protect(night, range, busy(items, locked), locked.size());
        return new Tally().add(Tally.WRITTEN, locked.size());
    }

    private static List<String> busy(List<? extends Keyed.Key> items, List<String> locked) {
        if (items.size() == locked.size()) {
            return List.of();
        }
        Set<String> taken = Set.copyOf(locked);
        return ids(items).stream().filter(id -> !taken.contains(id)).toList();
    }
}
