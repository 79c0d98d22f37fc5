-- Since when each running run has committed nothing new: every chunk changes its step's version or a count.
INSERT INTO fallow.run_progress AS p (run_id, fingerprint, changed_at)
SELECT r.run_id, concat_ws(' ', r.token, steps.n, steps.versions, counts.n), :now
FROM fallow.run AS r
CROSS JOIN LATERAL (
    SELECT count(*) AS n, sum(s.version) AS versions
    FROM fallow.batch_job_execution_params AS x
    JOIN fallow.batch_step_execution AS s ON s.job_execution_id = x.job_execution_id
    WHERE x.parameter_name = 'run'
        AND x.parameter_value = CAST(r.run_id AS text)
) AS steps
CROSS JOIN LATERAL (
    SELECT sum(c.n) AS n
    FROM fallow.run_count AS c
    WHERE c.run_id = r.run_id
) AS counts
WHERE r.status = 'RUNNING'
ORDER BY r.run_id
ON CONFLICT ON CONSTRAINT run_progress_pk DO UPDATE
SET
    fingerprint = excluded.fingerprint,
    changed_at = CASE WHEN p.fingerprint = excluded.fingerprint THEN p.changed_at ELSE excluded.changed_at END
RETURNING p.run_id, p.changed_at, (SELECT r.business_date FROM fallow.run AS r WHERE r.run_id = p.run_id) AS business_date
