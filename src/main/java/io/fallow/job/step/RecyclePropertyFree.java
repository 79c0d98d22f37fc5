package io.fallow.job.step;

import io.fallow.job.chunk.Fence;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * Recycles what is provably free of property (R1, R2): lock, re-read, decide again, apply. Begins with a barrier against platform
 * transactions older than the protection, which hold no lock and could still write.
 */
public final class RecyclePropertyFree extends PlannedStep {

    public static final String NAME = "recyclePropertyFree";

    private final Plan plan;
    private final LockedReview review;
    private final Transitions transitions;
    private final PlatformActs platform;
    private final Waiting waiting;

    public RecyclePropertyFree(
            Plan plan, Facts facts, Transitions transitions, PlatformActs platform, Waiting waiting) {
        super(plan, Verdict.RECYCLE);
        this.plan = plan;
        this.review = new LockedReview(transitions, facts);
        this.transitions = transitions;
        this.platform = platform;
        this.waiting = waiting;
    }

    /** What the step waits for before it begins, how long, and what ends the wait early. */
    public record Waiting(Barrier barrier, Duration limit, Fence fence) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(Night night) {
        if (plan.count(night, Verdict.RECYCLE) > 0) {
            waiting.barrier().await(waiting.limit(), () -> waiting.fence().check(night));
        }
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        List<Moved> free = review.confirm(night, ids(items), State.PROTECTED, Verdict.RECYCLE);
        platform.recycle(free.stream().map(Moved::accountId).toList());
        transitions.move(night, free, State.PROTECTED, State.RECYCLED, "RECYCLED");
        return new Tally().add(Tally.WRITTEN, free.size());
    }
}
