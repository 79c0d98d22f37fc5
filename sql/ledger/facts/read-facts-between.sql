-- Everything the rule may look at for the due accounts of a dense key range: by range joins, every table bounded by the range.
-- Details are for people, not for nights: they are not read.
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
    held.reasons AS exclusions,
    NULL AS details,
    coalesce(l.run_id = :runId, false)
        OR EXISTS (SELECT FROM fallow.set_aside AS s WHERE s.run_id = :runId AND s.account_id = l.account_id) AS seen_before,
    EXISTS (
        SELECT
        FROM fallow.plan AS p
        WHERE p.run_id = :runId
            AND p.execution_id < :executionId
            AND p.account_id = l.account_id
            AND p.account_id >= CAST(:first AS fallow.account_id)
            AND p.account_id <= CAST(:last AS fallow.account_id)
    ) AS planned_before,
    blocked.firsts AS blocked_from,
    blocked.lasts AS blocked_to,
    reported.issued_ons AS reported_issued_on,
    reported.delivered_ats AS reported_delivered_at
FROM fallow.account_lifecycle AS l
LEFT JOIN fallow.account_activity AS a
    ON a.account_id = l.account_id
    AND a.account_id >= CAST(:first AS fallow.account_id)
    AND a.account_id <= CAST(:last AS fallow.account_id)
LEFT JOIN (
    SELECT e.account_id, array_agg(e.reason) AS reasons
    FROM (
        SELECT x.account_id, coalesce(x.reason, 'UNKNOWN') AS reason
        FROM fallow.account_exclusion AS x
        WHERE x.account_id >= CAST(:first AS fallow.account_id)
            AND x.account_id <= CAST(:last AS fallow.account_id)
        UNION ALL
        SELECT h.account_id, h.reason
        FROM fallow.hold AS h
        WHERE h.account_id >= CAST(:first AS fallow.account_id)
            AND h.account_id <= CAST(:last AS fallow.account_id)
            AND h.released_at IS NULL
            AND (h.until IS NULL OR h.until >= :on)
        UNION ALL
        SELECT b.account_id, 'BLOCKED'
        FROM fallow.known_blocks() AS b
        WHERE b.account_id >= CAST(:first AS fallow.account_id)
            AND b.account_id <= CAST(:last AS fallow.account_id)
            AND (b.since IS NULL OR b.since <= :now)
            AND (b.until IS NULL OR b.until > :now)
        UNION ALL
        SELECT f.account_id, 'JUDICIAL_FREEZE'
        FROM fallow.known_freezes() AS f
        WHERE f.account_id >= CAST(:first AS fallow.account_id)
            AND f.account_id <= CAST(:last AS fallow.account_id)
        UNION ALL
        SELECT w.account_id, 'PROPERTY_WINDOW'
        FROM fallow.property_window AS w
        WHERE w.account_id >= CAST(:first AS fallow.account_id)
            AND w.account_id <= CAST(:last AS fallow.account_id)
            AND w.expired_at IS NULL
            AND w.until > :now
    ) AS e
    GROUP BY e.account_id
) AS held ON held.account_id = l.account_id
LEFT JOIN (
    -- the first and last second of each block, those that are over included
    SELECT
        b.account_id,
        array_agg(CAST(floor(extract(epoch FROM greatest(b.since, timestamptz '0001-01-01 00:00:00Z'))) AS bigint)) AS firsts,
        array_agg(CASE WHEN b.until < 'infinity'
            THEN CAST(floor(extract(epoch FROM greatest(b.until - interval '1 microsecond', timestamptz '0001-01-01 00:00:00Z'))) AS bigint)
        END) AS lasts
    FROM fallow.known_blocks() AS b
    WHERE b.account_id >= CAST(:first AS fallow.account_id)
        AND b.account_id <= CAST(:last AS fallow.account_id)
        AND (b.since IS NULL OR b.since <= :now)
    GROUP BY b.account_id
) AS blocked ON blocked.account_id = l.account_id
-- Of accounts that could be warned or recycled: each notice that anything was reported of, and the second of its first delivery, if none of
-- the reports is a bounce.
LEFT JOIN LATERAL (
    SELECT array_agg(n.issued_on) AS issued_ons, array_agg(n.delivered_at) AS delivered_ats
    FROM (
        SELECT
            r.issued_on,
            CASE WHEN NOT bool_or(r.outcome = 'BOUNCED') THEN CAST(floor(extract(epoch FROM min(r.at))) AS bigint) END AS delivered_at
        FROM fallow.notice_report AS r
        WHERE r.account_id = l.account_id
            AND l.state = 'PROTECTED'
            AND held.reasons IS NULL
        GROUP BY r.issued_on
    ) AS n
) AS reported ON true
WHERE l.account_id >= CAST(:first AS fallow.account_id)
    AND l.account_id <= CAST(:last AS fallow.account_id)
    AND CASE WHEN l.due_on <= :businessDate THEN true END -- no statistics of last night's are to say how many are due
ORDER BY l.account_id
