package io.fallow.job.step;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.lifecycle.Cohort;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.util.List;
import java.util.Map;

/** Recycled accounts whose quarantine is over, with no hold or freeze (R5): final, so it too is decided again under lock. */
public final class ReleaseQuarantined extends PlannedStep {

    private final LockedReview review;
    private final Transitions transitions;
    private final PlatformActs platform;
    private final Erasures erasures;

    public ReleaseQuarantined(
            Plan plan, Facts facts, Transitions transitions, PlatformActs platform, Erasures erasures) {
        super(plan, Verdict.RELEASE);
        this.review = new LockedReview(transitions, facts);
        this.transitions = transitions;
        this.platform = platform;
        this.erasures = erasures;
    }

    @Override
    public String name() {
        return "releaseQuarantined";
    }

    @Override
    public Tally write(Night night, List<? extends Keyed.Key> items) {
        List<Moved> over = review.confirm(night, ids(items), State.RECYCLED, Verdict.RELEASE);
        transitions.move(night, over, State.RECYCLED, State.RELEASED, "RELEASED");
        Map<Boolean, List<String>> byReuse = over.stream()
                .collect(partitioningBy(moved -> mayReuseHandle(night, moved), mapping(Moved::accountId, toList())));
        byReuse.forEach((reuse, ids) -> platform.release(ids, reuse));
        erasures.ask(night, over.stream().map(Moved::accountId).toList());
        return new Tally().add(Tally.WRITTEN, over.size());
    }

    /** Never, unless the policy says so of the cohort. */
    private static boolean mayReuseHandle(Night night, Moved moved) {
        Lifecycle next = moved.decision().next();
        Cohort cohort = next == null ? null : night.policy().cohort(next.cohort());
        return cohort != null && cohort.reuseHandle();
    }
}
