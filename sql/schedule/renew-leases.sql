-- This node is still at it.
UPDATE fallow.firing
SET next_attempt_at = :leaseUntil
WHERE firing_id = ANY (CAST(:firings AS bigint[]))
    AND node = :node
    AND outcome = 'RUNNING'
