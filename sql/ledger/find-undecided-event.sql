-- Of which account a decision is missing between two keys: each transition wrote an event beside its decision.
SELECT CAST(e.account_id AS text)
FROM fallow.event AS e
WHERE e.run_id IS NOT DISTINCT FROM CAST(:runId AS bigint)
    AND e.business_date = :businessDate
    AND e.kind IN ('DORMANT', 'RETURNED', 'PROTECTED', 'RECYCLED', 'RELEASED', 'UNSEALED', 'RESTORED', 'GONE', 'CANCELLED')
    AND (CAST(:from AS text) IS NULL OR e.account_id >= CAST(:from AS fallow.account_id))
    AND (CAST(:upTo AS text) IS NULL OR e.account_id <= CAST(:upTo AS fallow.account_id))
GROUP BY e.account_id
HAVING count(*) > (
    SELECT count(*)
    FROM fallow.decision AS d
    WHERE d.account_id = e.account_id
        AND d.business_date = :businessDate
        AND d.run_id IS NOT DISTINCT FROM CAST(:runId AS bigint)
)
ORDER BY e.account_id
LIMIT 1
