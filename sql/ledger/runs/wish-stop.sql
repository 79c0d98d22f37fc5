-- Wishes that the run stops. Zero rows: it is not running any more, or was wished to stop before.
INSERT INTO fallow.stop_wish (run_id, token, wished_by)
SELECT r.run_id, r.token, :by
FROM fallow.run AS r
WHERE r.run_id = :runId
    AND r.status = 'RUNNING'
ON CONFLICT ON CONSTRAINT stop_wish_pk DO NOTHING
