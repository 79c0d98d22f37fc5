-- Moves locked accounts to another state, with the decision and the event that tell of it.
-- Fewer rows than given means that a row was not in the expected state although it was locked: the caller fails.
WITH given AS (
    SELECT g.account_id, g.last_active_on, g.recycle_on, g.due_on, g.cohort, g.reasons
    FROM unnest(
        CAST(:ids AS fallow.account_id[]),
        CAST(:lastActiveOns AS date[]),
        CAST(:recycleOns AS date[]),
        CAST(:dueOns AS date[]),
        CAST(:cohorts AS text[]),
        CAST(:reasons AS text[])
    ) AS g (account_id, last_active_on, recycle_on, due_on, cohort, reasons)
),
moved AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = CAST(:toState AS fallow.state),
        since = :businessDate,
        last_active_on = given.last_active_on,
        recycle_on = given.recycle_on,
        due_on = given.due_on,
        cohort = given.cohort,
        excluded_for = '{}',
        policy_version = :policyVersion,
        run_id = :runId
    FROM given
    WHERE l.account_id = given.account_id
        AND l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND CASE WHEN l.state = CAST(:fromState AS fallow.state) THEN true END -- no statistics of last night's are to say how many are in it
    RETURNING l.account_id, l.due_on
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
    SELECT moved.account_id, :businessDate, CAST(:fromState AS fallow.state), CAST(:toState AS fallow.state), :policyVersion, :runId,
        string_to_array(given.reasons, chr(31))
    FROM moved
    JOIN given ON given.account_id = moved.account_id
    ORDER BY moved.account_id
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
    SELECT account_id, :businessDate, due_on, :runId, CAST(:event AS text)
    FROM moved
    ORDER BY account_id
)
SELECT count(*) FROM moved
