package io.fallow.job.chunk;

import io.fallow.ledger.base.SetAside;

/** More poison than the policy lets a run skip: something is wrong with more than a few accounts. */
public final class TooManySetAsideException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySetAsideException(String step, int limit, String accountId, Throwable error) {
        super(
                step + " would set aside more than limits.set-aside = " + limit + " accounts; the last is " + accountId
                        + ": " + said(error),
                error);
    }

    private static String said(Throwable error) {
        Throwable sql = SetAside.sqlCause(error);
        return String.valueOf((sql == null ? error : sql).getMessage());
    }
}
