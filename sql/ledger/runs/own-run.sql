-- Says which session holds the night's lock for the run. Zero rows: the run was taken over.
INSERT INTO fallow.run_lock AS o (run_id, token, session)
SELECT r.run_id, r.token, :session
FROM fallow.run AS r
WHERE r.run_id = :runId
    AND r.token = :token
    AND r.status = 'RUNNING'
ON CONFLICT ON CONSTRAINT run_lock_pk DO UPDATE
SET
    token = excluded.token,
    session = excluded.session
