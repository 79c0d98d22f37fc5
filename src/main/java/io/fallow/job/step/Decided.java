package io.fallow.job.step;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.facts.Examined;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account with what the rule says of it, or with the error that kept the rule from saying anything. */
public record Decided(
        Examined examined,
        List<Decision> decisions,
        @Nullable RuntimeException poison) implements Keyed {

    /** Applies the rule; what no calendar can hold becomes poison, found when it is written. */
    public static Decided by(Function<AccountFacts, List<Decision>> rule, Examined examined) {
        if (examined.poison() != null) {
            return new Decided(examined, List.of(), examined.poison());
        }
        try {
            return new Decided(examined, rule.apply(examined.requireFacts()), null);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return new Decided(examined, List.of(), e);
        }
    }

    @Override
    public String accountId() {
        return examined.accountId();
    }

    /** @throws RuntimeException the account's poison, if it has any */
    void refusePoison() {
        if (poison != null) {
            throw poison;
        }
    }
}
