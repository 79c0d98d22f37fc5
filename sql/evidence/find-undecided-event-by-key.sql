-- Of which account a decision is missing, between two keys in the key's own order: each transition wrote an event beside its decision.
WITH traces AS (
    SELECT e.account_id, 1 AS told, 0 AS decided
    FROM fallow.event AS e
    WHERE e.run_id IS NOT DISTINCT FROM CAST(:runId AS bigint)
        AND e.business_date = :businessDate
        AND e.kind IN ('DORMANT', 'RETURNED', 'PROTECTED', 'RECYCLED', 'RELEASED', 'UNSEALED', 'RESTORED', 'GONE', 'CANCELLED')
    UNION ALL
    SELECT d.account_id, 0, 1
    FROM fallow.decision AS d
    WHERE d.run_id IS NOT DISTINCT FROM CAST(:runId AS bigint)
        AND d.business_date = :businessDate
)
SELECT CAST(t.account_id AS text)
FROM traces AS t
WHERE (CAST(:from AS text) IS NULL OR t.account_id >= CAST(:from AS fallow.account_id))
    AND (CAST(:upTo AS text) IS NULL OR t.account_id <= CAST(:upTo AS fallow.account_id))
GROUP BY t.account_id
HAVING sum(t.told) > sum(t.decided)
ORDER BY t.account_id
LIMIT 1
