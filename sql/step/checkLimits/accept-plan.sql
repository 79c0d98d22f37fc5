-- The plan is within the limits, or approved: its digest is kept with the run.
UPDATE fallow.run
SET
    plan_execution = :executionId,
    plan_digest = :digest,
    plan_summary = CAST(:summary AS jsonb)
WHERE run_id = :runId
    AND token = :token
    AND status = 'RUNNING'
