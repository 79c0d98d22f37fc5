package io.fallow.job.step;

import io.fallow.job.chunk.RepeatedStep;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.movements.ElapsedWindows;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires the property windows whose hour has come (R7). Between nights nothing depends on it: whoever asks about a window goes by its
 * hour.
 */
public final class ExpireWindows implements RepeatedStep {

    private static final Logger log = LoggerFactory.getLogger(ExpireWindows.class);

    private static final int AT_ONCE = 5_000;

    private final ElapsedWindows windows;
    private final Clock clock;

    public ExpireWindows(ElapsedWindows windows, Clock clock) {
        this.windows = windows;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "expireWindows";
    }

    @Override
    public boolean next(Night night) {
        int expired = windows.expire(clock.instant(), AT_ONCE);
        if (expired > 0) {
            log.info("expireWindows: {} property windows expired", expired);
        }
        return expired > 0;
    }
}
