-- Full sweep: the next accounts of a key range that may be idle and have no lifecycle row yet.
-- The cut-offs are a superset of the calendar; the rule decides. Accounts without a known date or cohort come along to be counted.
SELECT
    CAST(a.account_id AS text) AS account_id,
    a.cohort,
    coalesce(a.last_active_at, a.registered_at) AS active_at
FROM fallow.account_activity AS a
WHERE a.account_id >= CAST(:first AS fallow.account_id)
    AND a.account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR a.account_id > CAST(:after AS fallow.account_id))
    AND coalesce(
        coalesce(a.last_active_at, a.registered_at)
            < (CAST(:cutoffs AS timestamptz[]))[array_position(CAST(:cohorts AS text[]), a.cohort)],
        true)
    AND NOT EXISTS (
        SELECT
        FROM fallow.account_lifecycle AS l
        WHERE l.account_id = a.account_id
            AND l.account_id >= CAST(:first AS fallow.account_id)
            AND l.account_id <= CAST(:last AS fallow.account_id)
            AND (CAST(:after AS text) IS NULL OR l.account_id > CAST(:after AS fallow.account_id))
    )
ORDER BY a.account_id
LIMIT :limit
