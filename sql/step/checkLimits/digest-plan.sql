-- The accounts that tonight protects or recycles, in order: what an approval is given for.
SELECT CAST(verdict AS text) || ' ' || CAST(account_id AS text)
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict IN ('PROTECT', 'RECYCLE')
    AND NOT deferred
ORDER BY verdict, account_id
