-- Verified acts of owners on locked accounts: their rows, unsealed or restored, with the decisions and events that tell of it.
-- Fewer rows than given means that a row was not in the expected state although it was locked: the caller fails.
WITH given AS (
    SELECT g.account_id, g.protected_on, g.due_on, g.cohort
    FROM unnest(
        CAST(:ids AS fallow.account_id[]),
        CAST(:protectedOns AS date[]),
        CAST(:dueOns AS date[]),
        CAST(:cohorts AS text[])
    ) AS g (account_id, protected_on, due_on, cohort)
),
acted AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = CAST(:toState AS fallow.state),
        since = :today,
        last_active_on = :today,
        owner_acted_on = :today,
        protected_on = given.protected_on,
        clear_since = NULL,
        recycle_on = NULL,
        last_notice_on = NULL,
        notices_issued = 0,
        due_on = given.due_on,
        cohort = given.cohort,
        excluded_for = '{}',
        policy_version = :policyVersion
    FROM given
    WHERE l.account_id = given.account_id
        AND l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND l.state = CAST(:fromState AS fallow.state)
    RETURNING l.account_id, l.due_on
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, act_id, reasons, evidence)
    SELECT account_id, :today, CAST(:fromState AS fallow.state), CAST(:toState AS fallow.state), :policyVersion, :actId,
        ARRAY[CAST(:event AS text)], :evidence
    FROM acted
    ORDER BY account_id
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
    SELECT account_id, :today, due_on, CAST(:event AS text)
    FROM acted
    ORDER BY account_id
)
SELECT count(*) FROM acted
