package io.fallow.job.step;

import io.fallow.job.chunk.RepeatedStep;
import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.base.Night;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reminds the platform of erasures that it was told of and has not confirmed in time, again and again until it does. */
public final class ChaseErasures implements RepeatedStep {

    private static final Logger log = LoggerFactory.getLogger(ChaseErasures.class);

    private static final int AT_ONCE = 5_000;

    private final Erasures erasures;

    public ChaseErasures(Erasures erasures) {
        this.erasures = erasures;
    }

    @Override
    public String name() {
        return "chaseErasures";
    }

    @Override
    public boolean next(Night night) {
        long reminded = erasures.remind(night, AT_ONCE);
        if (reminded > 0) {
            log.warn("chaseErasures: {} erasures are overdue; `fallow erasure list` shows them", reminded);
        }
        return reminded > 0;
    }
}
