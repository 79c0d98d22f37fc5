-- Takes a partition over from whoever had it: the raised token fences off their transactions, and the raised version what they would
-- still write to Spring Batch's row.
WITH raised AS (
    UPDATE fallow.batch_step_execution AS e
    SET version = e.version + 1
    WHERE e.step_execution_id = :stepExecutionId
        AND e.status IN ('STARTING', 'STARTED', 'STOPPING')
    RETURNING e.step_execution_id
)
INSERT INTO fallow.partition_claim AS c (step_execution_id, token, node)
SELECT r.step_execution_id, 1, :node
FROM raised AS r
ON CONFLICT ON CONSTRAINT partition_claim_pk DO UPDATE
SET
    token = c.token + 1,
    node = excluded.node,
    claimed_at = excluded.claimed_at
RETURNING c.token
