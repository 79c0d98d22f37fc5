-- Gives a run up for good; its date is free again if it has decided nothing; the raised token fences off whoever might still think to have it.
UPDATE fallow.run AS r
SET
    status = 'ABANDONED',
    abandoned_by = :by,
    error = :reason,
    token = token + 1,
    finished_at = now(),
    is_void = NOT EXISTS (SELECT FROM fallow.decision AS d WHERE d.run_id = r.run_id AND d.business_date = r.business_date)
        AND NOT EXISTS (SELECT FROM fallow.notice AS n WHERE n.run_id = r.run_id)
WHERE run_id = :runId
    AND status NOT IN ('COMPLETED', 'ABANDONED')
