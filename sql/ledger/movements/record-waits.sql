-- Locked accounts that stay in their state after all: reasons, countdown and next due date as decided under the lock.
UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = g.last_active_on,
    clear_since = g.clear_since,
    recycle_on = g.recycle_on,
    last_notice_on = g.last_notice_on,
    notices_issued = g.notices_issued,
    due_on = g.due_on,
    cohort = g.cohort,
    excluded_for = coalesce(string_to_array(nullif(g.excluded_for, ''), chr(31)), '{}'),
    policy_version = :policyVersion,
    run_id = :runId
FROM unnest(
    CAST(:ids AS fallow.account_id[]),
    CAST(:lastActiveOns AS date[]),
    CAST(:clearSinces AS date[]),
    CAST(:recycleOns AS date[]),
    CAST(:lastNoticeOns AS date[]),
    CAST(:noticesIssued AS smallint[]),
    CAST(:dueOns AS date[]),
    CAST(:cohorts AS text[]),
    CAST(:excludedFor AS text[])
) AS g (account_id, last_active_on, clear_since, recycle_on, last_notice_on, notices_issued, due_on, cohort, excluded_for)
WHERE l.account_id = g.account_id
    AND l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    AND CASE WHEN l.state = CAST(:state AS fallow.state) THEN true END -- no statistics of last night's are to say how many are in it
