-- A few accounts of a verdict, to look at before approving.
SELECT CAST(account_id AS text)
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict = CAST(:verdict AS fallow.verdict)
    AND NOT deferred
ORDER BY account_id
LIMIT 5
