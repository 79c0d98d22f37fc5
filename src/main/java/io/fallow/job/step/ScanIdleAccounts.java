package io.fallow.job.step;

import io.fallow.job.chunk.AccountStep;
import io.fallow.job.chunk.Part;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Tally;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.IdleAccounts;
import io.fallow.ledger.facts.IdleAccounts.Window;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Newly idle accounts enter as DORMANT; those that came back, or vanished, leave. What an account holds is not read here: entering,
 * returning and vanishing never depend on it.
 */
public final class ScanIdleAccounts implements AccountStep<Examined, Decided> {

    public static final String NAME = "scanIdleAccounts";

    private static final String COHORT = "cohort";
    private static final String FROM = "from";
    private static final String BEFORE = "before";
    private static final String DUE = "due";

    private final SiftIdleAccounts idle;
    private final DueAccounts due;
    private final Facts facts;
    private final Runs runs;
    private final Transitions transitions;
    private final SetAside setAside;

    public ScanIdleAccounts(
            SiftIdleAccounts idle,
            DueAccounts due,
            Facts facts,
            Runs runs,
            Transitions transitions,
            SetAside setAside) {
        this.idle = idle;
        this.due = due;
        this.facts = facts;
        this.runs = runs;
        this.transitions = transitions;
        this.setAside = setAside;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Part> parts(Night night, int partitions) {
        long accounts = idle.countAll();
        requireNotShrunken(night, accounts);
        runs.setAccounts(night.runId(), accounts);
        List<Part> parts = new ArrayList<>();
        for (KeyRange range : due.ranges(night.businessDate(), due.count(night.businessDate()), partitions)) {
            parts.add(Part.of(range).with(DUE, "true"));
        }
        if (night.fullSweep()) {
            idle.ranges(accounts, partitions).forEach(range -> parts.add(Part.of(range)));
        } else {
            Runs.LastCompleted last = runs.lastCompleted()
                    .orElseThrow(
                            () -> new IllegalStateException("without a completed night only a full sweep is possible"));
            for (Window window : IdleAccounts.windows(night, last.businessDate())) {
                parts.add(new Part(Map.of(
                        COHORT, window.cohort(),
                        FROM, window.from().toString(),
                        BEFORE, window.before().toString())));
            }
        }
        return parts;
    }

    /** Whatever the sources say of themselves: accounts that are missing would leave the lifecycle. */
    private void requireNotShrunken(Night night, long accounts) {
        double mostLost = night.policy().inputs().maxShrinkPercent();
        Long before = runs.lastCompleted().map(Runs.LastCompleted::accounts).orElse(null);
        if (before != null && accounts < before * (1 - mostLost / 100)) {
            throw new UnsafeInputsException(
                    List.of("view fallow.account_activity has shrunk from " + before + " to " + accounts
                            + " accounts since the last completed run (inputs.max-shrink-percent " + mostLost + ")"));
        }
    }

    @Override
    public List<Examined> read(Night night, Part part, @Nullable String after, int limit) {
        List<Examined> page;
        if (part.has(DUE)) {
            List<String> ids = due.next(night.businessDate(), part.range(), after, limit);
            page = idle.halving()
                    .examine(NAME, ids, night.policy().limits().setAside(), some -> facts.activityOf(some, night));
        } else if (part.has(COHORT)) {
            Window window =
                    new Window(part.get(COHORT), Instant.parse(part.get(FROM)), Instant.parse(part.get(BEFORE)));
            page = idle.next(night, window, after, limit);
        } else {
            page = idle.next(night, part.range(), runs.lastSweep().orElse(null), after, limit);
        }
        return page;
    }

    @Override
    public Decided process(Night night, Examined examined) {
        return Decided.by(
                facts -> List.of(RecyclingRule.decide(facts, night.policy(), night.businessDate())), examined);
    }

    @Override
    public Tally write(Night night, List<? extends Decided> items) {
        List<Moved> entering = new ArrayList<>();
        List<Moved> reentering = new ArrayList<>();
        List<Moved> returning = new ArrayList<>();
        List<Moved> remembered = new ArrayList<>();
        List<Moved> vanished = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Tally tally = new Tally();
        for (Decided item : items) {
            item.refusePoison();
            if (item.examined().seenBefore()) {
                continue; // it entered tonight, before a restart
            }
            Decision decision = item.decisions().get(0);
            Moved moved = new Moved(item.accountId(), decision);
            boolean hasRow = item.examined().requireFacts().lifecycle() != null;
            switch (decision.verdict()) {
                case ENTER -> (hasRow ? reentering : entering).add(moved);
                case RETURN -> (decision.next() == null ? returning : remembered).add(moved);
                case GONE -> vanished.add(moved);
                case LEAVE -> {
                    countUnknown(decision, tally);
                    if (!decision.reasons().isEmpty()) {
                        unknown.add(item.accountId());
                    }
                }
                default -> {} // due, and decided by the next step with all its facts
            }
        }
        idle.idle().rememberUnknown(night, unknown);
        transitions.enter(night, entering);
        int moved = entering.size();
        moved += transitions.lockAndMove(night, reentering, State.ACTIVE, State.DORMANT, "DORMANT");
        moved += transitions.leave(night, returning, State.ACTIVE, "RETURNED");
        moved += transitions.lockAndMove(night, remembered, State.DORMANT, State.ACTIVE, "RETURNED");
        moved += transitions.leave(night, holdingNothing(night, vanished), null, "GONE");
        long counted = setAside.among(
                night.runId(), entering.stream().map(Moved::accountId).toList());
        return tally.add(Tally.SCANNED, moved - counted).add(Tally.WRITTEN, moved);
    }

    /** What a vanished account holds was not read yet, and keeps it. */
    private List<Moved> holdingNothing(Night night, List<Moved> vanished) {
        if (vanished.isEmpty()) {
            return vanished;
        }
        Set<String> gone = new HashSet<>();
        for (Examined examined :
                facts.of(vanished.stream().map(Moved::accountId).toList(), night)) {
            Decision decision = RecyclingRule.decide(examined.requireFacts(), night.policy(), night.businessDate());
            if (decision.verdict() == Verdict.GONE) {
                gone.add(examined.accountId());
            }
        }
        return vanished.stream()
                .filter(moved -> gone.contains(moved.accountId()))
                .toList();
    }

    /** Accounts that get no row because too little is known of them are counted where they are met: by the full sweep. */
    private static void countUnknown(Decision decision, Tally tally) {
        for (Reason reason : decision.reasons()) {
            tally.add(Tally.EXCLUDED_FOR + reason.name(), 1);
        }
    }
}
