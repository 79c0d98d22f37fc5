package io.fallow.ledger.facts;

import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.lifecycle.AccountFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as it was read: its facts, or the error that kept it from being read.
 *
 * @param seenBefore whether this run has looked at the account already
 * @param plannedBefore whether an earlier execution of this run has planned it already
 */
public record Examined(
        String accountId,
        @Nullable AccountFacts facts,
        boolean seenBefore,
        boolean plannedBefore,
        @Nullable RuntimeException poison)
        implements Keyed {

    /** An account whose row cannot be digested. */
    public static Examined poisoned(String accountId, RuntimeException error) {
        return new Examined(accountId, null, false, false, error);
    }

    /** @throws RuntimeException the error that kept the account from being read */
    public AccountFacts requireFacts() {
        if (facts == null) {
            throw poison == null
                    ? new IllegalStateException("account " + accountId + " has no facts")
                    : new IllegalArgumentException(
                            "account " + accountId + " cannot be read: " + poison.getMessage(), poison);
        }
        return facts;
    }

    /**
     * @param examined in the order of their keys
     * @throws UnsafeInputsException when an account is among them twice: which of its rows is true?
     */
    static List<Examined> requireDistinct(List<Examined> examined) {
        for (int i = 1; i < examined.size(); i++) {
            String accountId = examined.get(i).accountId();
            if (accountId.equals(examined.get(i - 1).accountId())) {
                throw new UnsafeInputsException(
                        List.of("view fallow.account_activity returns account " + accountId + " more than once"));
            }
        }
        return examined;
    }
}
