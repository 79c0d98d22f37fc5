-- Spring Batch's rows of old runs that are over, but never of the last completed one, nor of one that is unfinished.
WITH old_instance AS (
    SELECT e.job_instance_id
    FROM fallow.run AS r
    JOIN fallow.batch_job_execution_params AS p ON p.parameter_name = 'run' AND p.parameter_value = r.run_id::text
    JOIN fallow.batch_job_execution AS e ON e.job_execution_id = p.job_execution_id
    WHERE r.status IN ('COMPLETED', 'ABANDONED')
        AND r.business_date < :before
        AND r.business_date < (SELECT max(l.business_date) FROM fallow.run AS l WHERE l.status = 'COMPLETED')
    GROUP BY e.job_instance_id
    ORDER BY e.job_instance_id
    LIMIT :atMost
), old_execution AS (
    SELECT e.job_execution_id
    FROM fallow.batch_job_execution AS e
    WHERE e.job_instance_id IN (SELECT job_instance_id FROM old_instance)
), old_step AS (
    SELECT s.step_execution_id
    FROM fallow.batch_step_execution AS s
    WHERE s.job_execution_id IN (SELECT job_execution_id FROM old_execution)
), step_contexts AS (
    DELETE FROM fallow.batch_step_execution_context WHERE step_execution_id IN (SELECT step_execution_id FROM old_step)
), steps AS (
    DELETE FROM fallow.batch_step_execution WHERE step_execution_id IN (SELECT step_execution_id FROM old_step)
), contexts AS (
    DELETE FROM fallow.batch_job_execution_context WHERE job_execution_id IN (SELECT job_execution_id FROM old_execution)
), parameters AS (
    DELETE FROM fallow.batch_job_execution_params WHERE job_execution_id IN (SELECT job_execution_id FROM old_execution)
), executions AS (
    DELETE FROM fallow.batch_job_execution WHERE job_execution_id IN (SELECT job_execution_id FROM old_execution)
)
DELETE FROM fallow.batch_job_instance
WHERE job_instance_id IN (SELECT job_instance_id FROM old_instance)
