-- Takes the rows of the plan's DORMANT accounts in a key range, in key order. An account that a platform transaction holds, or
-- that is no longer DORMANT, is left alone: it stays due.
SELECT CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
JOIN fallow.plan AS p
    ON p.account_id = l.account_id
    AND p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = 'PROTECT'
    AND NOT p.deferred
    AND p.account_id >= CAST(:first AS fallow.account_id)
    AND p.account_id <= CAST(:last AS fallow.account_id)
WHERE l.account_id >= CAST(:first AS fallow.account_id)
    AND l.account_id <= CAST(:last AS fallow.account_id)
    AND l.state = 'DORMANT'
ORDER BY l.account_id
FOR NO KEY UPDATE OF l SKIP LOCKED
