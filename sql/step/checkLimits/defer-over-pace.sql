-- Keeps the pace: of a verdict only the oldest due stay in tonight's plan, the others are left for later nights.
-- A notice of an account whose protection is deferred is deferred with it.
WITH over_pace AS (
    SELECT account_id
    FROM fallow.plan
    WHERE run_id = :runId
        AND execution_id = :executionId
        AND verdict = CAST(:verdict AS fallow.verdict)
    ORDER BY was_due_on, account_id
    OFFSET :pace
)
UPDATE fallow.plan AS p
SET deferred = true
FROM over_pace
WHERE p.account_id = over_pace.account_id
    AND p.run_id = :runId
    AND p.execution_id = :executionId
