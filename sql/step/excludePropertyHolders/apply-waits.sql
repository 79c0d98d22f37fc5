-- Accounts that stay in their state: reasons, countdown and next due date are recorded from the plan of this chunk.
-- Rows a platform transaction holds are skipped and stay due.
WITH locked AS (
    SELECT l.account_id
    FROM fallow.account_lifecycle AS l
    WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND l.due_on <= :businessDate
    ORDER BY l.account_id
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = p.last_active_on,
    clear_since = p.clear_since,
    recycle_on = p.recycle_on,
    last_notice_on = p.last_notice_on,
    notices_issued = p.notices_issued,
    due_on = p.due_on,
    cohort = p.cohort,
    excluded_for = p.excluded_for,
    policy_version = :policyVersion,
    run_id = :runId
FROM locked
JOIN fallow.plan AS p
    ON p.account_id = locked.account_id
    AND p.run_id = :runId
    AND p.execution_id = :executionId
    AND p.verdict = 'WAIT'
WHERE l.account_id = locked.account_id
