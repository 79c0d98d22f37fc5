-- Keeps the pace: of a verdict only the oldest due stay in tonight's plan, the others are left for later nights.
-- A notice of an account whose protection is deferred is deferred with it: it is looked up by its key, whatever statistics say of how many
-- tonight's are.
WITH first_over_pace AS (
    SELECT was_due_on, account_id
    FROM fallow.plan
    WHERE run_id = :runId
        AND execution_id = :executionId
        AND verdict = CAST(:verdict AS fallow.verdict)
    ORDER BY was_due_on, account_id
    OFFSET :pace
    LIMIT 1
)
UPDATE fallow.plan AS p
SET deferred = true
FROM first_over_pace AS f
WHERE p.run_id = :runId
    AND p.execution_id = :executionId
    AND (
        (p.verdict = CAST(:verdict AS fallow.verdict) AND (p.was_due_on, p.account_id) >= (f.was_due_on, f.account_id))
        OR (p.verdict = 'WARN' AND (
            SELECT (q.was_due_on, q.account_id) >= (f.was_due_on, f.account_id)
            FROM fallow.plan AS q
            WHERE q.run_id = :runId
                AND q.execution_id = :executionId
                AND q.verdict = CAST(:verdict AS fallow.verdict)
                AND q.account_id = p.account_id
        ))
    )
