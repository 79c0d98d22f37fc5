-- Takes a partition over from whoever had it, after the chunk that they may have open: each transaction of theirs locks the claim's row. The
-- raised token fences off their later ones, and the raised version what they would still write to Spring Batch's row. The claim's row
-- comes first here as it does there, so that the two never wait for each other. Zero rows: the partition has ended.
WITH claimed AS (
    INSERT INTO fallow.partition_claim AS c (step_execution_id, token, node)
    SELECT e.step_execution_id, 1, :node
    FROM fallow.batch_step_execution AS e
    WHERE e.step_execution_id = :stepExecutionId
        AND e.status IN ('STARTING', 'STARTED', 'STOPPING')
    ON CONFLICT ON CONSTRAINT partition_claim_pk DO UPDATE
    SET
        token = c.token + 1,
        node = excluded.node,
        claimed_at = excluded.claimed_at
    RETURNING c.step_execution_id, c.token
)
UPDATE fallow.batch_step_execution AS e
SET version = e.version + 1
FROM claimed AS c
WHERE e.step_execution_id = c.step_execution_id
    AND e.status IN ('STARTING', 'STARTED', 'STOPPING')
RETURNING c.token
