-- The planned account at a position of the key order, and the one after it: where one partition ends and the next begins.
SELECT
    CAST(account_id AS text) AS account_id
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict = CAST(:verdict AS fallow.verdict)
    AND NOT deferred
ORDER BY account_id
OFFSET :position
LIMIT 2
