-- The planned account at a position of the key order, and the one after it: where one partition ends and the next begins.
SELECT
    CAST(p.account_id AS text) AS account_id
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = CAST(:verdict AS fallow.verdict)
    AND NOT p.deferred
ORDER BY p.account_id
OFFSET :position
LIMIT 2
