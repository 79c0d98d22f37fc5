-- Nothing is held against these tonight, at a first look. Marked, and committed, before the barrier is taken: only what was there then may
-- be completed after it.
UPDATE fallow.cancellation AS c
SET settled_in = :runId
WHERE c.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND c.ended_as IS NULL
