-- DORMANT accounts of the plan become PROTECTED, with the decision and the event that tell of it. An account that a platform
-- transaction holds, or that is no longer DORMANT, is left alone: it stays due.
WITH planned AS (
    SELECT p.account_id, p.last_active_on, p.clear_since, p.recycle_on, p.due_on, p.cohort, p.excluded_for
    FROM fallow.plan AS p
    WHERE p.run_id = :runId
        AND p.execution_id = :executionId
        AND p.verdict = 'PROTECT'
        AND NOT p.deferred
        AND p.account_id >= CAST(:first AS fallow.account_id)
        AND p.account_id <= CAST(:last AS fallow.account_id)
),
locked AS (
    SELECT l.account_id
    FROM fallow.account_lifecycle AS l
    JOIN planned ON planned.account_id = l.account_id
    WHERE l.account_id >= CAST(:first AS fallow.account_id)
        AND l.account_id <= CAST(:last AS fallow.account_id)
        AND l.state = 'DORMANT'
    ORDER BY l.account_id
    FOR NO KEY UPDATE OF l SKIP LOCKED
),
now_protected AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = 'PROTECTED',
        since = :businessDate,
        protected_on = :businessDate,
        last_active_on = planned.last_active_on,
        clear_since = planned.clear_since,
        recycle_on = planned.recycle_on,
        due_on = planned.due_on,
        cohort = planned.cohort,
        excluded_for = planned.excluded_for,
        policy_version = :policyVersion,
        run_id = :runId
    FROM locked
    JOIN planned ON planned.account_id = locked.account_id
    WHERE l.account_id = locked.account_id
        AND l.account_id >= CAST(:first AS fallow.account_id)
        AND l.account_id <= CAST(:last AS fallow.account_id)
        AND l.state = 'DORMANT'
    RETURNING l.account_id, l.excluded_for, l.recycle_on
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
    SELECT account_id, :businessDate, 'DORMANT', 'PROTECTED', :policyVersion, :runId, ARRAY['LONG_UNUSED'] || excluded_for
    FROM now_protected
    ORDER BY account_id
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
    SELECT account_id, :businessDate, recycle_on, :runId, 'PROTECTED'
    FROM now_protected
    ORDER BY account_id
)
SELECT CAST(account_id AS text) AS account_id
FROM now_protected
