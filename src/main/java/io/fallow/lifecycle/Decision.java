package io.fallow.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an account, why, and when it is looked at next ({@code next.dueOn()}).
 *
 * @param from the state it was in
 * @param next its row afterwards; null when it has none
 * @param reasons for a transition why it happens, otherwise every exclusion that keeps the account from being recycled
 */
public record Decision(
        Verdict verdict, State from, @Nullable Lifecycle next, List<Reason> reasons) {

    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** The state afterwards; ACTIVE when no row is left. */
    public State to() {
        return next == null ? State.ACTIVE : next.state();
    }
}
