package io.fallow.job.step;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.Transitions;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What must not be done on old knowledge is decided again under lock: rows first, in key order, skipping those a platform transaction
 * holds; facts in a later statement of the same READ COMMITTED transaction, so that whatever committed before the lock is seen. Lock
 * and check in one statement would not do: its snapshot is older than its locks.
 */
record LockedReview(Transitions transitions, Facts facts) {

    /** @return the accounts for which the verdict holds under the lock; what was found of the others is recorded */
    List<Moved> confirm(Night night, List<String> ids, State state, Verdict verdict) {
        List<String> locked = transitions.lock(ids, state);
        if (locked.isEmpty()) {
            return List.of();
        }
        List<Moved> confirmed = new ArrayList<>(locked.size());
        List<Moved> waiting = new ArrayList<>();
        for (Examined examined : facts.locked(locked, night)) {
            Decision decision = RecyclingRule.decide(examined.requireFacts(), night.policy(), night.businessDate());
            Moved moved = new Moved(examined.accountId(), decision);
            if (decision.verdict() == verdict) {
                confirmed.add(moved);
            } else if (decision.verdict() == Verdict.WAIT) {
                waiting.add(moved);
            }
        }
        transitions.recordWaits(night, waiting, state);
        return confirmed;
    }
}
