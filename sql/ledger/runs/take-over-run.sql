-- Continues a run: the raised token fences off whoever had it before. What a changed policy makes idle only a full sweep finds.
UPDATE fallow.run
SET
    status = 'RUNNING',
    token = token + 1,
    full_sweep = full_sweep OR (:unscanned AND policy_version <> :policyVersion),
    policy_version = :policyVersion,
    error = NULL,
    finished_at = NULL
WHERE run_id = :runId
    AND status NOT IN ('COMPLETED', 'ABANDONED')
RETURNING token
