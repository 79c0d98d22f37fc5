-- Zero rows: the partition was taken over.
SELECT c.token
FROM fallow.partition_claim AS c
WHERE c.step_execution_id = :stepExecutionId
    AND c.token = :token
