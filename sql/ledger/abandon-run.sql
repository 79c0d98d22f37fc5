-- Gives a run up for good; the raised token fences off whoever might still think to have it.
UPDATE fallow.run
SET
    status = 'ABANDONED',
    abandoned_by = :by,
    error = :reason,
    token = token + 1,
    finished_at = now()
WHERE run_id = :runId
    AND status NOT IN ('COMPLETED', 'ABANDONED')
