-- Which of these partitions have not ended.
SELECT e.step_execution_id
FROM fallow.batch_step_execution AS e
WHERE e.step_execution_id = ANY (:stepExecutionIds)
    AND e.status IN ('STARTING', 'STARTED', 'STOPPING')
ORDER BY e.step_execution_id
