-- Of these requests, those against which nothing is held tonight, at a first look; the others lose a mark that an earlier attempt of the run
-- left. Marked, and committed, before the barrier is taken: only what was there then may be completed after it.
UPDATE fallow.cancellation AS c
SET settled_in = CASE WHEN c.account_id = ANY (CAST(:settled AS fallow.account_id[])) THEN CAST(:runId AS bigint) END
WHERE c.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND c.ended_as IS NULL
    AND (c.settled_in IS NOT NULL OR c.account_id = ANY (CAST(:settled AS fallow.account_id[])))
