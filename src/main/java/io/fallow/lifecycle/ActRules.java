package io.fallow.lifecycle;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/**
 * What owners may ask for, and what follows from it (R3, R8, R10).
 *
 * @param cancellationTerm how long a request to cancel waits for what must be settled; at least a day
 * @param unseal how often an account's unsealing may be attempted
 * @param erasure what the platform is told to erase of a released account
 */
public record ActRules(Period cancellationTerm, UnsealRules unseal, ErasureRules erasure) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    public ActRules {
        requireADay("cancellation-term", cancellationTerm);
    }

    /**
     * Attempts to unseal one account, those that were refused included.
     *
     * @param maxAttempts 1 to 100
     * @param within the time that they are counted over, a minute to 365 days
     */
    public record UnsealRules(int maxAttempts, Duration within) {

        public UnsealRules {
            if (maxAttempts < 1 || maxAttempts > 100) {
                throw new PolicyException("max-attempts", maxAttempts + " is not between 1 and 100");
            }
            if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
                throw new PolicyException("within", within + " is not between " + SHORTEST + " and " + LONGEST);
            }
        }
    }

    /**
     * @param legalBasis on which personal data is erased, as the platform is told
     * @param fields what is to be erased; at least one
     * @param confirmWithin how long the platform has to confirm; then it is reminded as often; at least a day
     */
    public record ErasureRules(String legalBasis, List<String> fields, Period confirmWithin) {

        public ErasureRules {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new PolicyException("fields", "is empty: something is to be erased of a released account");
            }
            requireADay("confirm-within", confirmWithin);
        }
    }

    private static void requireADay(String key, Period period) {
        if (!CalendarPeriods.neverShorter(period, Period.ofDays(1))) {
            throw new PolicyException(key, period + " is not always at least one day (P1D)");
        }
    }
}
