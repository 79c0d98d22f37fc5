package io.fallow.job.step;

import io.fallow.job.chunk.AccountStep;
import io.fallow.job.chunk.Halving;
import io.fallow.job.chunk.Part;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.plan.Plan.Verdicts;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts of all due accounts are read once, the rule decides, and its verdicts are kept in the plan, so that the later steps apply
 * them without deciding anew. Accounts that stay in their state are done with here: their reasons and next date are recorded.
 */
public final class ExcludePropertyHolders implements AccountStep<Examined, Decided> {

    private static final String DENSE = "dense";

    /** From this share of all accounts on, range joins beat index probes. */
    private static final double DENSE_SHARE = 0.02;

    private final DueAccounts due;
    private final Facts facts;
    private final Runs runs;
    private final Plan plan;
    private final Transitions transitions;
    private final Halving halving;

    public ExcludePropertyHolders(
            DueAccounts due, Facts facts, Runs runs, Plan plan, Transitions transitions, Halving halving) {
        this.due = due;
        this.facts = facts;
        this.runs = runs;
        this.plan = plan;
        this.transitions = transitions;
        this.halving = halving;
    }

    @Override
    public String name() {
        return "excludePropertyHolders";
    }

    @Override
    public boolean recomputedOnRestart() {
        return true;
    }

    @Override
    public void begin(Night night) {
        if (night.fullSweep()) {
            due.analyze();
        }
    }

    /** The later steps join the plan chunk by chunk: planned as if it were empty, each chunk would be a loop in a loop. */
    @Override
    public void end(Night night) {
        plan.analyze();
    }

    @Override
    public List<Part> parts(Night night, int partitions) {
        Long accounts = runs.byId(night.runId()).orElseThrow().accounts();
        long count = due.count(night.businessDate());
        boolean dense = accounts != null && count > accounts * DENSE_SHARE;
        return due.ranges(night.businessDate(), count, partitions).stream()
                .map(Part::of)
                .map(part -> dense ? part.with(DENSE, "true") : part)
                .toList();
    }

    @Override
    public List<Examined> read(Night night, Part part, @Nullable String after, int limit) {
        List<String> ids = due.next(night.businessDate(), part.range(), after, limit);
        return halving.examine(name(), ids, night.policy().limits().setAside(), some -> facts(night, part, some));
    }

    private List<Examined> facts(Night night, Part part, List<String> ids) {
        return part.has(DENSE)
                ? facts.dueBetween(new KeyRange(ids.get(0), ids.get(ids.size() - 1)), night)
                : facts.of(ids, night);
    }

    @Override
    public Decided process(Night night, Examined examined) {
        return Decided.by(facts -> RecyclingRule.tonight(facts, night.policy(), night.businessDate()), examined);
    }

    @Override
    public Tally write(Night night, List<? extends Decided> items) {
        List<Verdicts> verdicts = new ArrayList<>(items.size());
        List<String> waiting = new ArrayList<>();
        Tally tally = new Tally();
        for (Decided item : items) {
            item.refusePoison();
            AccountFacts seen = item.examined().requireFacts();
            verdicts.add(verdicts(item, seen));
            if (item.decisions().get(0).verdict() == Verdict.WAIT) {
                waiting.add(item.accountId());
            }
            count(item.examined(), seen, tally);
        }
        plan.write(night, verdicts);
        transitions.applyWaits(night, waiting);
        return tally.add(Tally.WRITTEN, items.size());
    }

    /** An owner who came back after tonight's scan is left as is, and still due: the next scan lets them go. */
    private static Verdicts verdicts(Decided item, AccountFacts seen) {
        Lifecycle row = seen.lifecycle();
        LocalDate wasDueOn = row == null ? null : row.dueOn();
        if (row == null || wasDueOn == null) {
            throw new IllegalStateException("account " + item.accountId() + " was read as due and is not");
        }
        Decision first = item.decisions().get(0);
        boolean leaves = first.verdict() == Verdict.RETURN
                || first.verdict() == Verdict.GONE
                || first.verdict() == Verdict.ENTER;
        return new Verdicts(
                item.accountId(),
                wasDueOn,
                leaves ? List.of(new Decision(Verdict.WAIT, row.state(), row, List.of())) : item.decisions());
    }

    private static void count(Examined examined, AccountFacts seen, Tally tally) {
        if (!examined.seenBefore() && !examined.plannedBefore()) {
            tally.add(Tally.SCANNED, 1);
        }
        if (!examined.plannedBefore() && !seen.exclusions().isEmpty()) {
            tally.add(Tally.EXCLUDED, 1);
            HashSet<String> names = new HashSet<>();
            for (Reason reason : seen.exclusions()) {
                if (names.add(reason.name())) {
                    tally.add(Tally.EXCLUDED_FOR + reason.name(), 1);
                }
            }
        }
    }
}
