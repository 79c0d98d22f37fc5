-- The accounts that tonight protects or recycles, in the order of their bytes: what an approval is given for.
SELECT CAST(p.verdict AS text) || ' ' || CAST(p.account_id AS text)
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict IN ('PROTECT', 'RECYCLE')
    AND NOT p.deferred
ORDER BY p.verdict, CAST(p.account_id AS text) COLLATE "C"
