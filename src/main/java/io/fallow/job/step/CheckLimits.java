package io.fallow.job.step;

import io.fallow.job.chunk.Nights;
import io.fallow.job.chunk.SingleStep;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.plan.PlanReview;
import io.fallow.ledger.plan.PlanReview.Count;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.ShardNights.Numbers;
import io.fallow.lifecycle.Limits;
import io.fallow.lifecycle.Limits.Limit;
import io.fallow.lifecycle.Pace;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * What tonight would protect and recycle is paced, counted and digested before any of it is done. Over a limit, the run stops until
 * somebody else approves; an approved plan may have lost accounts since, but never gained one. Shards of one platform are counted together,
 * too.
 */
public final class CheckLimits implements SingleStep, StepExecutionListener {

    public static final String NAME = "checkLimits";

    private static final Logger log = LoggerFactory.getLogger(CheckLimits.class);

    private final PlanReview review;
    private final Runs runs;
    private final LateLimit late;
    private final Supplier<FleetLimits> fleet;

    /** @param fleet asked for at each night: shards join when they are opened */
    public CheckLimits(PlanReview review, Runs runs, LateArrivals late, Facts facts, Supplier<FleetLimits> fleet) {
        this.review = review;
        this.runs = runs;
        this.late = new LateLimit(late, facts);
        this.fleet = fleet;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean recomputedOnRestart() {
        return true;
    }

    /** Before the transaction, for others may take long. */
    @Override
    public void beforeStep(StepExecution execution) {
        FleetLimits limits = fleet.get();
        if (limits != FleetLimits.NONE) {
            Night night = new Nights(runs).of(execution);
            limits.meet(night, () -> planned(night));
        }
    }

    /** What the night will have done, this attempt and earlier ones together, once the plan is paced. */
    private Numbers planned(Night night) {
        List<Count> counts = review.counts(night);
        Pace pace = night.policy().pace();
        Long accounts = runs.byId(night.runId()).orElseThrow().accounts();
        return new Numbers(
                paced(
                        review.done(night, ProtectLongUnused.NAME),
                        PlanSummary.total(counts, Verdict.PROTECT),
                        pace.protectedAccounts()),
                paced(
                        review.done(night, RecyclePropertyFree.NAME),
                        PlanSummary.total(counts, Verdict.RECYCLE),
                        pace.recycledAccounts()),
                accounts == null ? 0 : accounts);
    }

    private static long paced(long done, long planned, long pace) {
        return pace == 0 ? done + planned : Math.max(done, Math.min(done + planned, pace));
    }

    @Override
    public void execute(Night night, StepExecution execution) {
        Run run = runs.byId(night.runId()).orElseThrow();
        late.require(night, run.accounts() == null ? 0 : run.accounts());
        long protectedBefore = review.done(night, ProtectLongUnused.NAME);
        long recycledBefore = review.done(night, RecyclePropertyFree.NAME);
        Pace pace = night.policy().pace();
        defer(night, Verdict.PROTECT, pace.protectedAccounts(), protectedBefore);
        defer(night, Verdict.RECYCLE, pace.recycledAccounts(), recycledBefore);
        List<Count> counts = review.counts(night);
        String digest = review.digest(night);
        Numbers planned = new Numbers(
                protectedBefore + PlanSummary.total(counts, Verdict.PROTECT),
                recycledBefore + PlanSummary.total(counts, Verdict.RECYCLE),
                run.accounts() == null ? 0 : run.accounts());
        List<String> over = over(night.policy(), planned, review::medianOfRecentRuns);
        over.addAll(fleet.get().over(night, planned));
        List<String> gained = List.of();
        Long approved = run.approvedExecution();
        if (!over.isEmpty() && approved != null) {
            gained = review.gainedSince(night, approved);
            if (gained.isEmpty()) {
                over = List.of();
            }
        }
        PlanSummary summary = new PlanSummary(
                over, gained, counts, review.sample(night, Verdict.PROTECT), review.sample(night, Verdict.RECYCLE));
        if (over.isEmpty()) {
            review.accept(night, digest, summary.toJson());
        } else {
            log.warn(
                    "run {} stops before any protection, notice or recycling: {}",
                    night.runId(),
                    String.join("; ", over));
            review.awaitApproval(night, digest, summary.toJson());
            execution.setTerminateOnly();
        }
    }

    /** At most so many a night, whatever the number of attempts it took. */
    private void defer(Night night, Verdict verdict, long pace, long doneBefore) {
        if (pace > 0) {
            review.defer(night, verdict, Math.max(0, pace - doneBefore));
        }
    }

    /** One sentence for each of the policy's limits that so many protections and recyclings are over. */
    public static List<String> over(Policy policy, Numbers numbers, Function<Verdict, OptionalDouble> median) {
        Limits limits = policy.limits();
        List<String> over = new ArrayList<>();
        over(
                "protected",
                limits.protectedAccounts(),
                numbers.protections(),
                numbers.accounts(),
                median.apply(Verdict.PROTECT),
                over);
        over(
                "recycled",
                limits.recycledAccounts(),
                numbers.recyclings(),
                numbers.accounts(),
                median.apply(Verdict.RECYCLE),
                over);
        return over;
    }

    private static void over(
            String what, Limit limit, long count, long accounts, OptionalDouble median, List<String> over) {
        String would = count + " accounts would be " + what + ", more than limits." + what;
        if (count > limit.max()) {
            over.add(would + ".max " + limit.max());
        }
        if (count > accounts * limit.maxPercent() / 100) {
            over.add(would + ".max-percent " + limit.maxPercent() + " of " + accounts);
        }
        if (median.isPresent() && count > median.getAsDouble() * limit.maxTimesMedian()) {
            over.add(would + ".max-times-median " + limit.maxTimesMedian() + " of the recent median "
                    + median.getAsDouble());
        }
    }
}
