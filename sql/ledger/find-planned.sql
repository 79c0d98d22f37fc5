-- The next accounts of a key range that tonight's plan has for a verdict.
SELECT
    CAST(account_id AS text) AS account_id
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict = CAST(:verdict AS fallow.verdict)
    AND NOT deferred
    AND account_id >= CAST(:first AS fallow.account_id)
    AND account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR account_id > CAST(:after AS fallow.account_id))
ORDER BY account_id
LIMIT :limit
