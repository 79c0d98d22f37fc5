-- What the steps of a run have counted, and how long they took over all its executions, in the order in which they first began; a step
-- that is still at work up to its latest commit. Executions are looked for among the latest, by their key: those of the latest run are
-- there.
WITH latest AS (
    SELECT e.job_execution_id
    FROM fallow.batch_job_execution AS e
    ORDER BY e.job_execution_id DESC
    LIMIT 50
), of_run AS (
    SELECT l.job_execution_id
    FROM latest AS l
    JOIN fallow.batch_job_execution_params AS p ON p.job_execution_id = l.job_execution_id
    WHERE p.parameter_name = 'run'
        AND p.parameter_value = CAST(CAST(:runId AS bigint) AS text)
), spell AS (
    -- the parts of a partitioned step are named step:number
    SELECT
        split_part(s.step_name, ':', 1) AS step,
        min(s.step_execution_id) AS first,
        min(s.start_time) AS began,
        max(coalesce(s.end_time, s.last_updated)) AS ended
    FROM of_run AS r
    JOIN fallow.batch_step_execution AS s ON s.job_execution_id = r.job_execution_id
    GROUP BY s.job_execution_id, split_part(s.step_name, ':', 1)
), took AS (
    SELECT
        s.step,
        min(s.first) AS first,
        sum(greatest(EXTRACT(EPOCH FROM s.ended - s.began), 0)) AS seconds
    FROM spell AS s
    GROUP BY s.step
), counted AS (
    SELECT
        split_part(c.worker, ':', 1) AS step,
        sum(c.n) FILTER (WHERE c.counter = 'read') AS read,
        sum(c.n) FILTER (WHERE c.counter = 'written') AS written,
        sum(c.n) FILTER (WHERE c.counter = 'skipped') AS skipped
    FROM fallow.run_count AS c
    WHERE c.run_id = :runId
    GROUP BY split_part(c.worker, ':', 1)
)
SELECT
    t.step,
    coalesce(c.read, 0) AS read,
    coalesce(c.written, 0) AS written,
    coalesce(c.skipped, 0) AS skipped,
    coalesce(t.seconds, 0) AS seconds
FROM took AS t
LEFT JOIN counted AS c ON c.step = t.step
ORDER BY t.first
