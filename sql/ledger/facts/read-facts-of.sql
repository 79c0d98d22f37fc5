-- Everything the rule may look at for the given accounts: for sparse sets, by index probes. The keys are constants for every
-- view, so that also one with GROUP BY only touches these accounts.
WITH given AS (
    SELECT k.account_id
    FROM unnest(CAST(:ids AS fallow.account_id[])) AS k (account_id)
),
activity AS (
    SELECT a.account_id, a.cohort, greatest(a.last_active_at, a.registered_at) AS active_at
    FROM fallow.account_activity AS a
    WHERE a.account_id = ANY (CAST(:ids AS fallow.account_id[]))
),
held AS (
    SELECT e.account_id, array_agg(e.reason) AS reasons, array_agg(e.detail) AS details
    FROM (
        SELECT x.account_id, coalesce(x.reason, 'UNKNOWN') AS reason, x.detail
        FROM fallow.account_exclusion AS x
        WHERE x.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        UNION ALL
        SELECT h.account_id, h.reason, h.detail || ' (by ' || h.placed_by || coalesce(', until ' || h.until, '') || ')'
        FROM fallow.hold AS h
        WHERE h.account_id = ANY (CAST(:ids AS fallow.account_id[]))
            AND h.released_at IS NULL
            AND (h.until IS NULL OR h.until >= :on)
        UNION ALL
        SELECT b.account_id, 'BLOCKED', 'blocked: ' || b.reason
        FROM fallow.known_blocks() AS b
        WHERE b.account_id = ANY (CAST(:ids AS fallow.account_id[]))
            AND (b.since IS NULL OR b.since <= :now)
            AND (b.until IS NULL OR b.until > :now)
        UNION ALL
        SELECT f.account_id, 'JUDICIAL_FREEZE', coalesce(f.asset, 'ALL') || ' frozen by ' || f.authority
        FROM fallow.known_freezes() AS f
        WHERE f.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        UNION ALL
        SELECT w.account_id, 'PROPERTY_WINDOW', 'open until ' || to_char(w.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM fallow.property_window AS w
        WHERE w.account_id = ANY (CAST(:ids AS fallow.account_id[]))
            AND w.expired_at IS NULL
            AND w.until > :now
    ) AS e
    GROUP BY e.account_id
),
-- The first and last second of each block, those that are over included.
blocked AS (
    SELECT
        b.account_id,
        array_agg(CAST(floor(extract(epoch FROM greatest(b.since, timestamptz '0001-01-01 00:00:00Z'))) AS bigint)) AS firsts,
        array_agg(CASE WHEN b.until < 'infinity'
            THEN CAST(floor(extract(epoch FROM greatest(b.until - interval '1 microsecond', timestamptz '0001-01-01 00:00:00Z'))) AS bigint)
        END) AS lasts
    FROM fallow.known_blocks() AS b
    WHERE b.account_id = ANY (CAST(:ids AS fallow.account_id[]))
        AND (b.since IS NULL OR b.since <= :now)
    GROUP BY b.account_id
),
standing AS (
    SELECT l.account_id, l.state, l.since, l.last_active_on, l.owner_acted_on, l.protected_on, l.clear_since, l.recycle_on,
        l.last_notice_on, l.notices_issued, l.due_on, l.cohort, l.excluded_for, l.run_id
    FROM fallow.account_lifecycle AS l
    WHERE l.account_id = ANY (CAST(:ids AS fallow.account_id[]))
)
SELECT
    CAST(given.account_id AS text) AS account_id,
    standing.state,
    standing.since,
    standing.last_active_on,
    standing.owner_acted_on,
    standing.protected_on,
    standing.clear_since,
    standing.recycle_on,
    standing.last_notice_on,
    standing.notices_issued,
    standing.due_on,
    standing.cohort AS lifecycle_cohort,
    standing.excluded_for,
    activity.account_id IS NOT NULL AS on_platform,
    activity.cohort,
    activity.active_at,
    held.reasons AS exclusions,
    held.details,
    coalesce(standing.run_id = :runId, false)
        OR EXISTS (SELECT FROM fallow.set_aside AS s WHERE s.run_id = :runId AND s.account_id = given.account_id) AS seen_before,
    EXISTS (
        SELECT
        FROM fallow.plan AS p
        WHERE p.run_id = :runId
            AND p.execution_id < :executionId
            AND p.account_id = given.account_id
            AND p.account_id = ANY (CAST(:ids AS fallow.account_id[]))
    ) AS planned_before,
    blocked.firsts AS blocked_from,
    blocked.lasts AS blocked_to,
    reported.issued_ons AS reported_issued_on,
    reported.delivered_ats AS reported_delivered_at
FROM given
LEFT JOIN standing ON standing.account_id = given.account_id
LEFT JOIN activity ON activity.account_id = given.account_id
LEFT JOIN held ON held.account_id = given.account_id
LEFT JOIN blocked ON blocked.account_id = given.account_id
-- Of accounts that could be warned or recycled: each notice that anything was reported of, and the second of its first delivery, if none of
-- the reports is a bounce.
LEFT JOIN LATERAL (
    SELECT array_agg(n.issued_on) AS issued_ons, array_agg(n.delivered_at) AS delivered_ats
    FROM (
        SELECT
            r.issued_on,
            CASE WHEN NOT bool_or(r.outcome = 'BOUNCED') THEN CAST(floor(extract(epoch FROM min(r.at))) AS bigint) END AS delivered_at
        FROM fallow.notice_report AS r
        WHERE r.account_id = standing.account_id
            AND standing.state = 'PROTECTED'
            AND held.reasons IS NULL
        GROUP BY r.issued_on
    ) AS n
) AS reported ON true
ORDER BY given.account_id
