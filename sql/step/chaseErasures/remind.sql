-- Reminds the platform of erasures that it has not confirmed in time, and sets the date of the next reminder. Most nights there are none:
-- the index has only those that are unconfirmed.
WITH overdue AS (
    SELECT e.account_id
    FROM fallow.erasure AS e
    WHERE e.confirmed_at IS NULL
        AND e.remind_on <= :businessDate
    ORDER BY e.remind_on, e.account_id
    LIMIT :atMost
    FOR UPDATE SKIP LOCKED
),
reminded AS (
    UPDATE fallow.erasure AS e
    SET
        remind_on = :remindOn,
        reminders = e.reminders + 1
    FROM overdue
    WHERE e.account_id = overdue.account_id
    RETURNING e.account_id, e.asked_on, e.remind_on, e.reminders, e.fields, e.legal_basis
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind, detail)
    SELECT account_id, :businessDate, remind_on, :runId, 'ERASURE_OVERDUE',
        jsonb_build_object('erase', fields, 'legalBasis', legal_basis, 'askedOn', asked_on, 'reminder', reminders)
    FROM reminded
    ORDER BY account_id
)
SELECT count(*) FROM reminded
