package io.fallow.job.step;

import io.fallow.ledger.KeyRange;
import io.fallow.ledger.Keyed;
import io.fallow.ledger.Night;
import io.fallow.ledger.Plan;
import io.fallow.ledger.PlatformActs;
import io.fallow.ledger.Tally;
import io.fallow.ledger.Transitions;
import io.fallow.lifecycle.Verdict;
import java.util.List;

/** Long-unused accounts are put under protection against theft, with or without property (R3); the platform is told. */
public final class ProtectLongUnused extends PlannedStep {

    private final Transitions transitions;
    private final PlatformActs platform;

    public ProtectLongUnused(Plan plan, Transitions transitions, PlatformActs platform) {
        super(plan, Verdict.PROTECT);
        this.transitions = transitions;
        this.platform = platform;
    }

    @Override
    public String name() {
        return "protectLongUnused";
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        KeyRange range = new KeyRange(
                items.get(0).accountId(), items.get(items.size() - 1).accountId());
        List<String> nowProtected = transitions.protect(night, range);
        platform.protect(nowProtected);
        return new Tally().add(Tally.WRITTEN, nowProtected.size());
    }
}
