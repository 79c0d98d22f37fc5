-- DORMANT accounts of the plan whose rows are locked become PROTECTED, with the decision and the event that tell of it.
-- The few that could not be locked are named: a range join costs a third of a probe for each account that could.
-- Fewer rows than locked means that a row was not DORMANT although it was locked: the caller fails.
WITH now_protected AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = 'PROTECTED',
        since = :businessDate,
        protected_on = :businessDate,
        last_active_on = p.last_active_on,
        clear_since = p.clear_since,
        recycle_on = p.recycle_on,
        due_on = p.due_on,
        cohort = p.cohort,
        excluded_for = p.excluded_for,
        policy_version = :policyVersion,
        run_id = :runId
    FROM fallow.plan AS p
    WHERE p.run_id = :runId
        AND p.execution_id = :executionId
        AND p.verdict = 'PROTECT'
        AND NOT p.deferred
        AND p.account_id >= CAST(:first AS fallow.account_id)
        AND p.account_id <= CAST(:last AS fallow.account_id)
        AND p.account_id <> ALL (CAST(:busy AS fallow.account_id[]))
        AND l.account_id = p.account_id
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
SELECT count(*) FROM now_protected
