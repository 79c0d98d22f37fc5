-- Takes up the earliest night that is due, for one node: nobody else does before the lease is over, and no later night comes before it.
-- Nor does the node itself take up anew what it is at. What awaited approval is due again once nothing does. Zero rows: none is due.
UPDATE fallow.firing AS f
SET
    outcome = 'RUNNING',
    node = :node,
    attempts = f.attempts + 1,
    detail = NULL,
    next_attempt_at = :leaseUntil
WHERE f.firing_id = (
    SELECT d.firing_id
    FROM fallow.firing AS d
    WHERE d.outcome <> 'COMPLETED'
        AND NOT d.firing_id = ANY (CAST(:mine AS bigint[]))
        AND (
            d.next_attempt_at <= :now
            OR d.outcome = 'AWAITING_APPROVAL' AND NOT EXISTS (
                SELECT
                FROM fallow.run AS r
                WHERE r.status = 'AWAITING_APPROVAL'
                    AND r.approved_execution IS NULL
            )
        )
        AND NOT EXISTS (
            SELECT
            FROM fallow.firing AS e
            WHERE e.business_date < d.business_date
                AND e.outcome <> 'COMPLETED'
                AND e.next_attempt_at IS NOT NULL
        )
    ORDER BY d.business_date
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING f.firing_id, f.business_date, f.attempts, f.failures
