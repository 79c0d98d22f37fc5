-- Issues the planned notice: the row counts it, the notice and the event record it. An account that is no longer PROTECTED, or
-- whose countdown has moved, is left alone: it stays due.
WITH locked AS (
    SELECT l.account_id, l.notices_issued
    FROM fallow.account_lifecycle AS l
    WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND l.state = 'PROTECTED'
        AND (l.due_on <= :businessDate) IS TRUE -- no condition for the index on it, which has all that is due tonight
    ORDER BY l.account_id
    FOR NO KEY UPDATE SKIP LOCKED
),
warned AS (
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
            AND verdict = 'WARN'
            AND account_id = locked.account_id
            AND NOT deferred
            AND (locked.notices_issued = notices_issued - 1 OR notices_issued = 1)
        OFFSET 0 -- each by its key, whatever statistics say of how many tonight's are
    ) AS p
    WHERE l.account_id = locked.account_id
    RETURNING l.account_id, l.clear_since, l.recycle_on, l.notices_issued
),
noticed AS (
    INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id)
    SELECT account_id, clear_since, notices_issued, :businessDate, recycle_on, :runId
    FROM warned
    ORDER BY account_id
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
    SELECT account_id, :businessDate, recycle_on, :runId, 'WARNED'
    FROM warned
    ORDER BY account_id
)
SELECT CAST(account_id AS text) AS account_id
FROM warned
