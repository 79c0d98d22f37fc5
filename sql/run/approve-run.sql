-- Approves the plan a run awaits approval for. The table refuses whoever started the run.
UPDATE fallow.run
SET
    approved_execution = plan_execution,
    approved_by = :by,
    approved_reason = :reason,
    approved_at = now()
WHERE run_id = :runId
    AND status = 'AWAITING_APPROVAL'
