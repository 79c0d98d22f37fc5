-- The next accounts of a key range that tonight's plan has for a verdict.
SELECT
    CAST(p.account_id AS text) AS account_id
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = CAST(:verdict AS fallow.verdict)
    AND NOT p.deferred
    AND p.account_id >= CAST(:first AS fallow.account_id)
    AND p.account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR p.account_id > CAST(:after AS fallow.account_id))
ORDER BY p.account_id
LIMIT :limit
