package io.fallow.owner;

import static java.util.Objects.requireNonNull;

import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.movements.Transitions;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.RefusedActException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides, under lock, what an act does to accounts, and to which of them it cannot be done. */
public final class ActReview {

    static final String IN_USE = "it is in use by another transaction; try again in a moment";

    private final Transitions transitions;
    private final LookUp lookUp;

    public ActReview(Transitions transitions, LookUp lookUp) {
        this.transitions = transitions;
        this.lookUp = lookUp;
    }

    /**
     * @param decided by account, each locked for the rest of the transaction
     * @param refused by account, why
     */
    record Reviewed(Map<String, Decision> decided, Map<String, String> refused) {}

    Reviewed of(SealedAct act, List<String> ids) {
        Set<String> locked = new HashSet<>();
        act.act().from().forEach(from -> locked.addAll(transitions.lock(ids, from)));
        Map<String, Decision> decided = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (Examined examined : lookUp.of(ids, act.policy().zone())) {
            String account = examined.accountId();
            AccountFacts facts = examined.facts();
            RuntimeException poison = examined.poison();
            if (poison != null) {
                if (act.act().asksForHoldings()) {
                    refused.put(account, lookUp.why(account, poison));
                    continue;
                }
                facts = lookUp.row(account, act.policy().zone());
            }
            try {
                Decision decision = act.act().decide(requireNonNull(facts), act.policy(), act.today());
                if (locked.contains(account)) {
                    decided.put(account, decision);
                } else {
                    refused.put(account, IN_USE);
                }
            } catch (RefusedActException e) {
                refused.put(account, String.valueOf(e.getMessage()));
            }
        }
        return new Reviewed(decided, refused);
    }
}
