-- Lifecycle of the given accounts, where the contract's views cannot be computed: the platform's part is left out.
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
    true AS on_platform,
    l.cohort,
    CAST(NULL AS timestamptz) AS active_at,
    NULL AS exclusions,
    NULL AS details,
    false AS seen_before,
    false AS planned_before,
    NULL AS blocked_from,
    NULL AS blocked_to,
    NULL AS reported_issued_on,
    NULL AS reported_delivered_at
FROM fallow.account_lifecycle AS l
WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
ORDER BY l.account_id
