-- The later of activity and registration counts: many platforms write "never" as 1970.
-- Ordinary night: the next accounts of a cohort that have become idle since the last completed night, by the index on activity.
-- The window reaches from that night's cut-off to tonight's; both are supersets of the calendar, the rule decides.
WITH newly_idle AS (
    SELECT a.account_id, a.cohort, greatest(a.last_active_at, a.registered_at) AS active_at
    FROM fallow.account_activity AS a
    WHERE a.last_active_at >= CAST(:from AS timestamptz)
        AND a.last_active_at < CAST(:before AS timestamptz)
        AND (a.registered_at IS NULL OR a.registered_at <= a.last_active_at)
        AND a.cohort = :cohort
    UNION ALL
    SELECT a.account_id, a.cohort, a.registered_at AS active_at
    FROM fallow.account_activity AS a
    WHERE (a.last_active_at IS NULL OR a.last_active_at < a.registered_at)
        AND a.registered_at >= CAST(:from AS timestamptz)
        AND a.registered_at < CAST(:before AS timestamptz)
        AND a.cohort = :cohort
)
SELECT
    CAST(i.account_id AS text) AS account_id,
    i.cohort,
    i.active_at
FROM newly_idle AS i
WHERE (CAST(:after AS text) IS NULL OR i.account_id > CAST(:after AS fallow.account_id))
    AND NOT EXISTS (
        SELECT
        FROM fallow.account_lifecycle AS l
        WHERE l.account_id = i.account_id
    )
ORDER BY i.account_id
LIMIT :limit
