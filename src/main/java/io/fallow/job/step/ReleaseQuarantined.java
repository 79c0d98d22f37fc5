package io.fallow.job.step;

import io.fallow.ledger.Facts;
import io.fallow.ledger.Keyed;
import io.fallow.ledger.Moved;
import io.fallow.ledger.Night;
import io.fallow.ledger.Plan;
import io.fallow.ledger.PlatformActs;
import io.fallow.ledger.Tally;
import io.fallow.ledger.Transitions;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.util.List;

/** Recycled accounts whose quarantine is over, with no hold or freeze (R5): final, so it too is decided again under lock. */
public final class ReleaseQuarantined extends PlannedStep {

    private final LockedReview review;
    private final Transitions transitions;
    private final PlatformActs platform;

    public ReleaseQuarantined(Plan plan, Facts facts, Transitions transitions, PlatformActs platform) {
        super(plan, Verdict.RELEASE);
        this.review = new LockedReview(transitions, facts);
        this.transitions = transitions;
        this.platform = platform;
    }

    @Override
    public String name() {
        return "releaseQuarantined";
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        List<Moved> over = review.confirm(night, ids(items), State.RECYCLED, Verdict.RELEASE);
        transitions.move(night, over, State.RECYCLED, State.RELEASED, "RELEASED");
        platform.release(over.stream().map(Moved::accountId).toList());
        return new Tally().add(Tally.WRITTEN, over.size());
    }
}
