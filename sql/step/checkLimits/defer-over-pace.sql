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
CROSS JOIN LATERAL (
    SELECT q.ctid
    FROM fallow.plan AS q
    WHERE q.run_id = :runId
        AND q.execution_id = :executionId
        AND q.verdict IN (CAST(:verdict AS fallow.verdict), 'WARN')
        AND q.account_id = over_pace.account_id
    OFFSET 0 -- each by its key, whatever statistics say of how many tonight's are
) AS row_of
WHERE p.ctid = row_of.ctid
