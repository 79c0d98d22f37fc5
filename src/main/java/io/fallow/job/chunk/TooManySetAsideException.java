package io.fallow.job.chunk;

/** More poison than the policy lets a run skip: something is wrong with more than a few accounts. */
public final class TooManySetAsideException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySetAsideException(String step, int limit, String accountId, Throwable error) {
        super(
                step + " would set aside more than limits.set-aside = " + limit + " accounts; the last is " + accountId
                        + ": " + error.getMessage(),
                error);
    }
}
