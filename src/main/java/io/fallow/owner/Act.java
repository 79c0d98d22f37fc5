package io.fallow.owner;

import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import java.time.LocalDate;

/** What an owner may have done to an account: the event that tells of it, and the state it leads out of. */
enum Act {
    UNSEAL("UNSEALED", State.PROTECTED),
    RESTORE("RESTORED", State.RECYCLED);

    private final String event;
    private final State from;

    Act(String event, State from) {
        this.event = event;
        this.from = from;
    }

    String event() {
        return event;
    }

    State from() {
        return from;
    }

    /** @throws io.fallow.lifecycle.RefusedActException when the account is not in that state */
    Decision decide(AccountFacts facts, Policy policy, LocalDate today) {
        return this == UNSEAL ? OwnerActs.unseal(facts, policy, today) : OwnerActs.restore(facts, policy, today);
    }
}
