-- Full sweep: the next accounts of a key range that may be idle and have no lifecycle row yet.
-- The cut-offs are a superset of the calendar; the rule decides. Accounts without a known date or cohort come along to be counted.
SELECT
    CAST(a.account_id AS text) AS account_id,
    a.cohort,
    greatest(a.last_active_at, a.registered_at) AS active_at,
    -- why the last full sweep may not have found the account although it was idle
    CAST(:lastSweep AS bigint) IS NULL
        OR EXISTS (SELECT FROM fallow.set_aside AS s WHERE s.run_id = :lastSweep AND s.account_id = a.account_id)
        OR EXISTS (SELECT FROM fallow.unknown_account AS u WHERE u.account_id = a.account_id AND u.seen_on >= CAST(:lastSweepOn AS date))
        OR EXISTS (
            SELECT
            FROM fallow.decision AS d
            WHERE d.account_id = a.account_id
                AND d.business_date >= CAST(:lastSweepOn AS date)
                AND d.to_state IS NULL
        )
        OR EXISTS (
            SELECT
            FROM fallow.cancellation AS c
            WHERE c.account_id = a.account_id
                AND c.ended_as IN ('REVOKED', 'LAPSED')
                AND c.ended_on >= CAST(:lastSweepOn AS date)
        ) AS excused
FROM fallow.account_activity AS a
WHERE a.account_id >= CAST(:first AS fallow.account_id)
    AND a.account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR a.account_id > CAST(:after AS fallow.account_id))
    AND coalesce(
        greatest(a.last_active_at, a.registered_at)
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
