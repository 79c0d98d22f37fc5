package io.fallow.job.step;

import io.fallow.job.chunk.AccountStep;
import io.fallow.job.chunk.Part;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.plan.Plan;
import io.fallow.lifecycle.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that applies one verdict of tonight's plan. */
abstract class PlannedStep implements AccountStep<Keyed.Key, Keyed.Key> {

    private final Plan plan;
    private final Verdict verdict;

    PlannedStep(Plan plan, Verdict verdict) {
        this.plan = plan;
        this.verdict = verdict;
    }

    @Override
    public final List<Part> parts(Night night, int partitions) {
        return plan.ranges(night, verdict, partitions).stream().map(Part::of).toList();
    }

    @Override
    public final List<Keyed.Key> read(Night night, Part part, @Nullable String after, int limit) {
        return plan.next(night, verdict, part.range(), after, limit).stream()
                .map(Keyed.Key::new)
                .toList();
    }

    @Override
    public final Keyed.Key process(Night night, Keyed.Key item) {
        return item;
    }

    static List<String> ids(List<? extends Keyed> items) {
        return items.stream().map(Keyed::accountId).toList();
    }
}
