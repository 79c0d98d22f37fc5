package io.fallow.job.step;

import io.fallow.job.chunk.Keyed;
import io.fallow.ledger.Examined;

/** An account as it was read. */
record ReadItem(Examined examined) implements Keyed {

    @Override
    public String accountId() {
        return examined.accountId();
    }
}
