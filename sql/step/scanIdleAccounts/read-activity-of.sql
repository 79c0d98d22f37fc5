-- Lifecycle and activity of the given accounts, one row each. The keys are constants for every view.
SELECT
    CAST(l.account_id AS text) AS account_id,
    l.state,
    l.since,
    l.last_active_on,
    l.owner_acted_on,
    l.protected_on,
    l.clear_since,
    l.recycle_on,
    l.last_notice_on,
    l.notices_issued,
    l.due_on,
    l.cohort AS lifecycle_cohort,
    l.excluded_for,
    a.account_id IS NOT NULL AS on_platform,
    a.cohort,
    greatest(a.last_active_at, a.registered_at) AS active_at,
    NULL AS exclusions,
    NULL AS details,
    coalesce(l.run_id = :runId, false) AS seen_before,
    false AS planned_before,
    NULL AS blocked_from,
    NULL AS blocked_to,
    NULL AS reported_issued_on,
    NULL AS reported_delivered_at
FROM fallow.account_lifecycle AS l
LEFT JOIN fallow.account_activity AS a
    ON a.account_id = l.account_id
    AND a.account_id = ANY (CAST(:ids AS fallow.account_id[]))
WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
ORDER BY l.account_id
