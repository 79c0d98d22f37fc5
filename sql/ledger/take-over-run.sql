-- Continues a run: the raised token fences off whoever had it before.
UPDATE fallow.run
SET
    status = 'RUNNING',
    token = token + 1,
    policy_version = :policyVersion,
    error = NULL,
    finished_at = NULL
WHERE run_id = :runId
    AND status NOT IN ('COMPLETED', 'ABANDONED')
RETURNING token
