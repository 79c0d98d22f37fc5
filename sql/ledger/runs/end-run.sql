-- Says how a run that did not complete ended. Zero rows: it has been taken over meanwhile, and the other one's word counts.
UPDATE fallow.run
SET
    status = :status,
    error = :error,
    finished_at = now()
WHERE run_id = :runId
    AND token = :token
    AND status = 'RUNNING'
