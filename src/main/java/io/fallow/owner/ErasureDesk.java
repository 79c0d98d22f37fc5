package io.fallow.owner;

import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.acts.Erasures.Erasure;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the platform's people see what is still to be erased of released accounts, and say that it was. */
public final class ErasureDesk {

    private static final String REFUSED = "fallow_erasure";

    private final Erasures erasures;
    private final LookUp lookUp;
    private final Clock clock;

    public ErasureDesk(Erasures erasures, LookUp lookUp, Clock clock) {
        this.erasures = erasures;
        this.lookUp = lookUp;
        this.clock = clock;
    }

    /**
     * @param reference under which it is on file that the data is gone
     * @throws AccountException when no erasure of the account waits to be confirmed
     */
    public void confirm(String accountId, String reference, String by) {
        lookUp.requireKnown(accountId);
        Refusal.of(REFUSED, () -> {
            erasures.confirm(accountId, reference, by, clock.instant());
            return accountId;
        });
    }

    /** Those not confirmed, the oldest first; with {@code confirmed} all. */
    public List<Erasure> list(@Nullable String accountId, boolean confirmed) {
        return erasures.list(accountId, confirmed);
    }
}
