-- A few accounts of a verdict, to look at before approving.
SELECT CAST(p.account_id AS text)
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = CAST(:verdict AS fallow.verdict)
    AND NOT p.deferred
ORDER BY p.account_id
LIMIT 5
