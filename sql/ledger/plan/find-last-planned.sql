-- The last planned account of the key order: where the last partition ends.
SELECT
    CAST(p.account_id AS text) AS account_id
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = CAST(:verdict AS fallow.verdict)
    AND NOT p.deferred
ORDER BY p.account_id DESC
LIMIT 1
