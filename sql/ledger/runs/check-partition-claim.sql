-- Holds a partition for the rest of the transaction, so that a takeover waits for it. A lock on a row of ours, which nobody without rights on
-- it can take. Zero rows: the partition was taken over.
SELECT c.token
FROM fallow.partition_claim AS c
WHERE c.step_execution_id = :stepExecutionId
    AND c.token = :token
FOR UPDATE OF c
