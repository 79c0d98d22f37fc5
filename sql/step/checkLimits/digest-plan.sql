-- The accounts that tonight protects or recycles, in order: what an approval is given for. The order is no collation's: of texts by their
-- bytes, of all else by the key itself, which an index has.
SELECT CAST(p.verdict AS text) || ' ' || CAST(p.account_id AS text)
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict IN ('PROTECT', 'RECYCLE')
    AND NOT p.deferred
ORDER BY p.verdict, CASE WHEN :collate THEN CAST(p.account_id AS text) COLLATE "C" END, p.account_id
