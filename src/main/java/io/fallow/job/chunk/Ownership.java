package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;

/** Who holds the night's lock for this process. */
public interface Ownership {

    /**
     * Takes the lock again after the session that held it has ended. That is safe as long as nobody else had it meanwhile: whoever takes
     * a run over raises its token, and only a run of unchanged token is owned again.
     *
     * @throws io.fallow.ledger.runs.StaleRunException when the run was taken over
     * @throws io.fallow.ledger.runs.LostLockException when another session holds the lock
     */
    void reclaim(Night night);
}
