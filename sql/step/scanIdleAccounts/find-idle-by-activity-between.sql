-- Ordinary night, where a view cannot compute the values of some account: the newly idle accounts of a cohort among those of a key range. The
-- range is narrowed until the culprit stands alone; else as find-idle-by-activity.sql.
WITH newly_idle AS (
    SELECT a.account_id, a.cohort, greatest(a.last_active_at, a.registered_at) AS active_at
    FROM fallow.account_activity AS a
    WHERE a.last_active_at >= CAST(:from AS timestamptz)
        AND a.last_active_at < CAST(:before AS timestamptz)
        AND (a.registered_at IS NULL OR a.registered_at <= a.last_active_at)
        AND a.cohort = :cohort
        AND a.account_id >= CAST(:first AS fallow.account_id)
        AND a.account_id <= CAST(:last AS fallow.account_id)
    UNION ALL
    SELECT a.account_id, a.cohort, a.registered_at AS active_at
    FROM fallow.account_activity AS a
    WHERE (a.last_active_at IS NULL OR a.last_active_at < a.registered_at)
        AND a.registered_at >= CAST(:from AS timestamptz)
        AND a.registered_at < CAST(:before AS timestamptz)
        AND a.cohort = :cohort
        AND a.account_id >= CAST(:first AS fallow.account_id)
        AND a.account_id <= CAST(:last AS fallow.account_id)
)
SELECT
    CAST(i.account_id AS text) AS account_id,
    i.cohort,
    i.active_at
FROM newly_idle AS i
WHERE NOT EXISTS (
    SELECT
    FROM fallow.account_lifecycle AS l
    WHERE l.account_id = i.account_id
)
ORDER BY i.account_id
LIMIT :limit
