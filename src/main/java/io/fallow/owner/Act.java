package io.fallow.owner;

import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import java.time.LocalDate;
import java.util.List;

/** What an owner may have done to an account: the event that tells of it, and the states it leads out of. */
enum Act {
    UNSEAL("UNSEALED", State.PROTECTED),
    RESTORE("RESTORED", State.RECYCLED),
    CANCEL("CANCELLED", State.ACTIVE, State.DORMANT, State.PROTECTED);

    private final String event;
    private final List<State> from;

    Act(String event, State... from) {
        this.event = event;
        this.from = List.of(from);
    }

    String event() {
        return event;
    }

    List<State> from() {
        return from;
    }

    /** Whether what the account holds decides it. What does not depend on that is not refused for what a view cannot compute. */
    boolean asksForHoldings() {
        return this == CANCEL;
    }

    /** @throws io.fallow.lifecycle.RefusedActException when the account is in none of those states */
    Decision decide(AccountFacts facts, Policy policy, LocalDate today) {
        return switch (this) {
            case UNSEAL -> OwnerActs.unseal(facts, policy, today);
            case RESTORE -> OwnerActs.restore(facts, policy, today);
            case CANCEL -> OwnerActs.cancel(facts, policy, today);
        };
    }
}
