-- The run stops before any protection, notice or recycling, until somebody else than who started it approves this very plan.
UPDATE fallow.run
SET
    status = 'AWAITING_APPROVAL',
    plan_execution = :executionId,
    plan_digest = :digest,
    plan_summary = CAST(:summary AS jsonb),
    approved_execution = NULL,
    approved_by = NULL,
    approved_reason = NULL,
    approved_at = NULL,
    finished_at = now()
WHERE run_id = :runId
    AND token = :token
    AND status = 'RUNNING'
