-- Accounts that stay in their state: reasons, countdown and next due date are recorded from the plan of this chunk.
-- Rows a platform transaction holds are skipped and stay due. A borrower found to be locked out who was not at the last look is told (R8).
WITH locked AS (
    SELECT l.account_id, l.excluded_for @> '{BLOCKED,MICRO_LOAN}' AS was_so
    FROM fallow.account_lifecycle AS l
    WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND (l.due_on <= :businessDate) IS TRUE -- no condition for the index on it, which has all that is due tonight
    ORDER BY l.account_id
    FOR NO KEY UPDATE SKIP LOCKED
),
waiting AS (
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
    CROSS JOIN LATERAL (
        SELECT *
        FROM fallow.plan
        WHERE run_id = :runId
            AND execution_id = :executionId
            AND verdict = 'WAIT'
            AND account_id = locked.account_id
        OFFSET 0 -- each by its key, whatever statistics say of how many tonight's are
    ) AS p
    WHERE l.account_id = locked.account_id
    RETURNING l.account_id, l.due_on, l.excluded_for, locked.was_so
),
told AS (
    INSERT INTO fallow.borrower_notice (account_id, issued_on, recycle_on, run_id)
    SELECT w.account_id, :businessDate, w.due_on, :runId
    FROM waiting AS w
    WHERE w.excluded_for @> '{BLOCKED,MICRO_LOAN}'
        AND w.due_on > :businessDate
        AND NOT (w.was_so AND EXISTS (SELECT FROM fallow.borrower_notice AS b WHERE b.account_id = w.account_id))
    ORDER BY w.account_id
    ON CONFLICT ON CONSTRAINT borrower_notice_pk DO NOTHING
    RETURNING account_id, recycle_on
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :businessDate, recycle_on, :runId, 'NOTIFIED'
FROM told
ORDER BY account_id
