package io.fallow.job.step;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.lifecycle.Verdict;
import java.util.List;

/** The notices before recycling, as the policy says: issued in order, at most one a night, each telling the real date. */
public final class WarnOwners extends PlannedStep {

    private final Transitions transitions;

    public WarnOwners(Plan plan, Transitions transitions) {
        super(plan, Verdict.WARN);
        this.transitions = transitions;
    }

    @Override
    public String name() {
        return "warnOwners";
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        return new Tally()
                .add(Tally.WRITTEN, transitions.warn(night, ids(items)).size());
    }
}
