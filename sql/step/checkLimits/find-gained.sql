-- Accounts that tonight's plan has gained since a plan was approved: at most a few, to show. Each is looked up by its key, whatever statistics
-- say of how many tonight's are.
SELECT CAST(p.verdict AS text) || ' ' || CAST(p.account_id AS text)
FROM fallow.plan AS p
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict IN ('PROTECT', 'RECYCLE')
    AND NOT p.deferred
    AND (
        SELECT true
        FROM fallow.plan AS approved
        WHERE approved.run_id = p.run_id
            AND approved.execution_id = :approvedExecution
            AND approved.verdict = p.verdict
            AND approved.account_id = p.account_id
            AND NOT approved.deferred
    ) IS NULL
ORDER BY p.verdict, p.account_id
LIMIT 10
