-- The night as one plain psql script: on a first night and the one after it, the same transitions with the same lifecycle, decision,
-- event and notice rows as `fallow run`, set-based and in one transaction. It is what Fallow's speed is measured against, and it shows in
-- one place what a night does. It leaves out what makes a night safe to run unattended: no input checks, limits, approval, restart,
-- set-aside of poison, seal or report, and it holds every lock until its end. And it leaves out what only later nights meet: erasures asked
-- for, a second review of accounts that vanished, days under a block that is over, holds with an end, open windows, bounced notices,
-- borrowers told again, cancellations. Do not run it on a live platform, beside Fallow or instead of it.
--
--   psql -d platform -v business_date=2026-11-20 -f sql/operator/plain-night.sql
--
-- Variables: business_date (required); zone; cohorts: the policy's cohorts as JSON, by default those of config/demo-policy.yaml.
-- The login needs the rights of fallow_runtime, and TEMPORARY on the database.
\set ON_ERROR_STOP on
\if :{?business_date}
\else
    \warn 'business_date is not set: -v business_date=YYYY-MM-DD'
    \quit
\endif
\set script plain-night
\ir begin-night.sql

-- 1. Owners who came back, and accounts that vanished, leave; rows kept for an owner's act alone enter again.
CREATE TEMPORARY TABLE came_back ON COMMIT DROP AS
SELECT
    l.account_id, l.state, l.owner_acted_on, a.account_id IS NULL AS gone, active.on_platform, active.active_on,
    p.cohort, CAST(active.active_on + p.protect_after AS date) AS protect_on,
    CAST(l.owner_acted_on + p.dormant_after AS date) AS dormant_on,
    p.today >= CAST(active.active_on + p.dormant_after AS date) AS is_dormant
FROM fallow.account_lifecycle AS l
LEFT JOIN fallow.account_activity AS a ON a.account_id = l.account_id
LEFT JOIN policy AS p ON p.cohort = a.cohort
CROSS JOIN LATERAL (
    SELECT
        CAST(greatest(a.last_active_at, a.registered_at) AT TIME ZONE :'zone' AS date) AS on_platform,
        greatest(CAST(greatest(a.last_active_at, a.registered_at) AT TIME ZONE :'zone' AS date), l.owner_acted_on) AS active_on
) AS active
WHERE l.due_on <= :'business_date'
    AND l.state <> 'RELEASED'
    AND (
        (a.account_id IS NULL AND l.state <> 'RECYCLED')
        OR l.state = 'ACTIVE'
        OR (l.state = 'DORMANT' AND p.today < CAST(active.active_on + p.dormant_after AS date))
    );

WITH gone AS (
    DELETE FROM fallow.account_lifecycle AS l
    USING came_back AS c
    WHERE l.account_id = c.account_id
        AND (c.gone OR (NOT c.is_dormant AND (c.owner_acted_on IS NULL OR c.on_platform >= c.owner_acted_on)))
    RETURNING l.account_id, l.state AS from_state, CASE WHEN c.gone THEN 'GONE' ELSE 'RETURNED' END AS event,
        CAST(NULL AS date) AS due_on
),
moved AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = CASE WHEN c.is_dormant THEN CAST('DORMANT' AS fallow.state) ELSE 'ACTIVE' END,
        since = :'business_date',
        last_active_on = CASE WHEN c.is_dormant THEN c.active_on ELSE c.owner_acted_on END,
        due_on = CASE WHEN c.is_dormant THEN c.protect_on ELSE c.dormant_on END,
        cohort = c.cohort,
        excluded_for = '{}',
        policy_version = :policy_version,
        run_id = :run_id
    FROM came_back AS c
    WHERE l.account_id = c.account_id
        AND NOT c.gone
        AND ((c.state = 'ACTIVE' AND c.is_dormant)
            OR (c.state = 'DORMANT' AND NOT c.is_dormant AND c.owner_acted_on IS NOT NULL
                AND coalesce(c.on_platform < c.owner_acted_on, true)))
    RETURNING l.account_id, c.state AS from_state, CASE l.state WHEN 'DORMANT' THEN 'DORMANT' ELSE 'RETURNED' END AS event,
        l.due_on
),
left_or_moved AS (
    SELECT account_id, from_state, event, due_on FROM gone
    UNION ALL
    SELECT account_id, from_state, event, due_on FROM moved
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
    SELECT account_id, :'business_date', from_state,
        CASE event WHEN 'DORMANT' THEN CAST('DORMANT' AS fallow.state) WHEN 'RETURNED' THEN 'ACTIVE' END,
        :policy_version, :run_id, ARRAY[CASE event WHEN 'DORMANT' THEN 'IDLE' ELSE event END]
    FROM left_or_moved
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', due_on, :run_id, event
FROM left_or_moved;

-- 2. Newly idle accounts enter as DORMANT.
CREATE TEMPORARY TABLE entering ON COMMIT DROP AS
SELECT a.account_id, a.cohort, idle.active_on, CAST(idle.active_on + p.protect_after AS date) AS protect_on
FROM fallow.account_activity AS a
JOIN policy AS p ON p.cohort = a.cohort
CROSS JOIN LATERAL (
    SELECT CAST(greatest(a.last_active_at, a.registered_at) AT TIME ZONE :'zone' AS date) AS active_on
) AS idle
WHERE p.today >= CAST(idle.active_on + p.dormant_after AS date)
    AND NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = a.account_id)
ORDER BY a.account_id;
ANALYZE entering;

INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, run_id, cohort)
SELECT account_id, 'DORMANT', :'business_date', active_on, protect_on, :policy_version, :run_id, cohort
FROM entering;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
SELECT account_id, :'business_date', 'ACTIVE', 'DORMANT', :policy_version, :run_id, ARRAY['IDLE']
FROM entering;

INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', protect_on, :run_id, 'DORMANT'
FROM entering;

SELECT fallow.analyze_lifecycle() \g /dev/null

-- 3. What may be recycled or released is locked first, so that the facts, read in a later statement, are the last word.
SELECT count(*) FROM (
    SELECT
    FROM fallow.account_lifecycle
    WHERE due_on <= :'business_date'
        AND state IN ('PROTECTED', 'RECYCLED')
    ORDER BY account_id
    FOR UPDATE
) AS locked \g /dev/null

-- 4. The facts of all due accounts, read once: what they hold, since when they are idle.
CREATE TEMPORARY TABLE due ON COMMIT DROP AS
SELECT
    l.account_id, l.state, l.since, l.protected_on, l.clear_since, l.recycle_on, l.last_notice_on, l.notices_issued,
    p.cohort, p.today, p.review_on, p.recycle_after, p.min_protected, p.notices, p.quarantine,
    coalesce(held.reasons, '{}') AS reasons,
    active.active_on,
    CAST(active.active_on + p.protect_after AS date) AS protect_on
FROM fallow.account_lifecycle AS l
JOIN fallow.account_activity AS a ON a.account_id = l.account_id
JOIN policy AS p ON p.cohort = a.cohort
LEFT JOIN (
    SELECT e.account_id, array_agg(e.reason ORDER BY e.reason COLLATE "C") AS reasons
    FROM (
        SELECT x.account_id, coalesce(x.reason, 'UNKNOWN') AS reason
        FROM fallow.account_exclusion AS x
        UNION
        SELECT h.account_id, h.reason
        FROM fallow.hold AS h
        WHERE h.released_at IS NULL
        UNION
        SELECT b.account_id, 'BLOCKED'
        FROM fallow.account_block AS b
        WHERE b.until IS NULL
        UNION
        SELECT f.account_id, 'JUDICIAL_FREEZE'
        FROM fallow.account_freeze AS f
    ) AS e
    GROUP BY e.account_id
) AS held ON held.account_id = l.account_id
CROSS JOIN LATERAL (
    SELECT
        greatest(CAST(greatest(a.last_active_at, a.registered_at) AT TIME ZONE :'zone' AS date), l.owner_acted_on) AS active_on
) AS active
WHERE l.due_on <= :'business_date'
    AND l.state <> 'ACTIVE'
ORDER BY l.account_id;
ANALYZE due;

-- 5. Long unused: DORMANT accounts become PROTECTED, with or without property, unless they are blocked.
CREATE TEMPORARY TABLE now_protected ON COMMIT DROP AS
SELECT
    d.account_id, d.cohort, d.active_on, d.reasons, clear.recycle_on,
    CASE WHEN clear.recycle_on IS NOT NULL THEN d.today END AS clear_since,
    CASE
        WHEN clear.recycle_on IS NULL THEN d.review_on
        ELSE greatest(CAST(clear.recycle_on - d.notices[1] AS date), d.today)
    END AS due_on
FROM due AS d
CROSS JOIN LATERAL (
    SELECT CASE WHEN d.reasons = '{}' THEN greatest(
        CAST(d.active_on + d.recycle_after AS date),
        CAST(d.today + d.min_protected AS date),
        CAST(d.today + d.notices[1] AS date)
    ) END AS recycle_on
) AS clear
WHERE d.state = 'DORMANT'
    AND d.today >= d.protect_on
    AND NOT d.reasons @> '{BLOCKED}';
ANALYZE now_protected;

UPDATE fallow.account_lifecycle AS l
SET
    state = 'PROTECTED',
    since = :'business_date',
    protected_on = :'business_date',
    last_active_on = n.active_on,
    clear_since = n.clear_since,
    recycle_on = n.recycle_on,
    due_on = n.due_on,
    cohort = n.cohort,
    excluded_for = n.reasons,
    policy_version = :policy_version,
    run_id = :run_id
FROM now_protected AS n
WHERE l.account_id = n.account_id;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
SELECT account_id, :'business_date', 'DORMANT', 'PROTECTED', :policy_version, :run_id, ARRAY['LONG_UNUSED'] || reasons
FROM now_protected;

INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', recycle_on, :run_id, 'PROTECTED'
FROM now_protected;

SELECT fallow.apply_protect(array_agg(account_id))
FROM now_protected
HAVING count(*) > 0 \g /dev/null

-- 6. What stays DORMANT, or RECYCLED because something is held: reasons and next date are recorded.
UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = CASE d.state WHEN 'DORMANT' THEN d.active_on ELSE l.last_active_on END,
    due_on = CASE
        WHEN d.state = 'DORMANT' AND d.today < d.protect_on THEN d.protect_on
        WHEN d.state = 'RECYCLED' AND d.today < CAST(d.since + d.quarantine AS date) THEN CAST(d.since + d.quarantine AS date)
        ELSE d.review_on
    END,
    cohort = d.cohort,
    excluded_for = CASE d.state WHEN 'RECYCLED' THEN array_remove(d.reasons, 'BLOCKED') ELSE d.reasons END,
    policy_version = :policy_version,
    run_id = :run_id
FROM due AS d
WHERE l.account_id = d.account_id
    AND ((d.state = 'DORMANT' AND (d.today < d.protect_on OR d.reasons @> '{BLOCKED}'))
        OR (d.state = 'RECYCLED' AND (d.today < CAST(d.since + d.quarantine AS date) OR array_remove(d.reasons, 'BLOCKED') <> '{}')));

-- 7. The countdown of every PROTECTED account that is due, also of those protected a moment ago.
CREATE TEMPORARY TABLE countdown ON COMMIT DROP AS
SELECT
    k.account_id, k.cohort, k.active_on, k.reasons, k.today, k.quarantine, k.review_on,
    count_now.clear_since, count_now.recycle_on, count_now.issued, count_now.last_on,
    next_notice.next_on, k.notices,
    CASE
        WHEN k.reasons <> '{}' THEN 'EXCLUDED'
        WHEN next_notice.next_on <= k.today THEN 'WARN'
        WHEN next_notice.next_on IS NULL AND count_now.recycle_on <= k.today THEN 'RECYCLE'
        ELSE 'WAIT'
    END AS verdict
FROM (
    SELECT
        d.account_id, d.cohort, d.active_on, d.reasons, d.today, d.quarantine, d.review_on, d.notices,
        d.clear_since, d.recycle_on, d.notices_issued, d.last_notice_on,
        greatest(CAST(d.active_on + d.recycle_after AS date), CAST(d.protected_on + d.min_protected AS date)) AS not_before
    FROM due AS d
    WHERE d.state = 'PROTECTED'
    UNION ALL
    SELECT
        d.account_id, d.cohort, d.active_on, d.reasons, d.today, d.quarantine, d.review_on, d.notices,
        n.clear_since, n.recycle_on, 0, NULL, n.recycle_on
    FROM now_protected AS n
    JOIN due AS d ON d.account_id = n.account_id
    WHERE n.due_on <= :'business_date'
) AS k
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN k.last_notice_on IS NULL THEN greatest(k.not_before, CAST(k.clear_since + k.notices[1] AS date))
        ELSE greatest(
            k.not_before,
            CAST(k.clear_since + k.notices[1] AS date),
            k.recycle_on,
            CAST(k.last_notice_on + k.notices[least(k.notices_issued, cardinality(k.notices))] AS date))
    END AS recycle_on
) AS resumed
CROSS JOIN LATERAL (
    SELECT k.clear_since IS NULL OR resumed.recycle_on > k.recycle_on AS anew
) AS started
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN started.anew THEN k.today ELSE k.clear_since END AS clear_since,
        CASE
            WHEN started.anew THEN greatest(k.not_before, CAST(k.today + k.notices[1] AS date))
            ELSE resumed.recycle_on
        END AS recycle_on,
        CASE WHEN started.anew THEN 0 ELSE k.notices_issued END AS issued,
        CASE WHEN NOT started.anew THEN k.last_notice_on END AS last_on
) AS count_now
CROSS JOIN LATERAL (
    SELECT CASE WHEN count_now.issued < cardinality(k.notices) THEN greatest(
        CAST(count_now.recycle_on - k.notices[count_now.issued + 1] AS date),
        count_now.last_on + 1
    ) END AS next_on
) AS next_notice;
ANALYZE countdown;

UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = c.active_on,
    clear_since = CASE c.verdict WHEN 'WAIT' THEN c.clear_since END,
    recycle_on = CASE c.verdict WHEN 'WAIT' THEN c.recycle_on END,
    notices_issued = CASE c.verdict WHEN 'WAIT' THEN c.issued ELSE 0 END,
    last_notice_on = CASE c.verdict WHEN 'WAIT' THEN c.last_on END,
    due_on = CASE c.verdict WHEN 'WAIT' THEN coalesce(c.next_on, c.recycle_on) ELSE c.review_on END,
    cohort = c.cohort,
    excluded_for = c.reasons,
    policy_version = :policy_version,
    run_id = :run_id
FROM countdown AS c
WHERE l.account_id = c.account_id
    AND c.verdict IN ('WAIT', 'EXCLUDED');

-- 8. Notices: in order, one a night, every interval kept.
WITH issued AS (
    SELECT
        c.account_id, c.cohort, c.active_on, c.clear_since, c.today, c.issued + 1 AS number, c.notices,
        greatest(c.recycle_on, CAST(c.today + c.notices[c.issued + 1] AS date)) AS recycle_on
    FROM countdown AS c
    WHERE c.verdict = 'WARN'
),
warned AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        last_active_on = i.active_on,
        clear_since = i.clear_since,
        recycle_on = i.recycle_on,
        last_notice_on = i.today,
        notices_issued = i.number,
        due_on = CASE
            WHEN i.number < cardinality(i.notices) THEN greatest(CAST(i.recycle_on - i.notices[i.number + 1] AS date), i.today + 1)
            ELSE i.recycle_on
        END,
        cohort = i.cohort,
        excluded_for = '{}',
        policy_version = :policy_version,
        run_id = :run_id
    FROM issued AS i
    WHERE l.account_id = i.account_id
    RETURNING l.account_id, l.clear_since, l.notices_issued, l.recycle_on
),
noticed AS (
    INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id)
    SELECT account_id, clear_since, notices_issued, :'business_date', recycle_on, :run_id
    FROM warned
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', recycle_on, :run_id, 'WARNED'
FROM warned;

-- 9. Property-free, warned and long enough protected: RECYCLED. The platform first: the guard refuses writes afterwards.
SELECT fallow.apply_recycle(array_agg(account_id))
FROM countdown
WHERE verdict = 'RECYCLE'
HAVING count(*) > 0 \g /dev/null

WITH recycled AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = 'RECYCLED',
        since = :'business_date',
        last_active_on = c.active_on,
        due_on = CAST(c.today + c.quarantine AS date),
        cohort = c.cohort,
        excluded_for = '{}',
        policy_version = :policy_version,
        run_id = :run_id
    FROM countdown AS c
    WHERE l.account_id = c.account_id
        AND c.verdict = 'RECYCLE'
    RETURNING l.account_id, l.due_on
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
    SELECT account_id, :'business_date', 'PROTECTED', 'RECYCLED', :policy_version, :run_id, ARRAY['PROPERTY_FREE']
    FROM recycled
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', due_on, :run_id, 'RECYCLED'
FROM recycled;

-- 10. Quarantine over and nothing held: RELEASED. The platform last, for the same reason.
CREATE TEMPORARY TABLE now_released ON COMMIT DROP AS
SELECT d.account_id
FROM due AS d
WHERE d.state = 'RECYCLED'
    AND d.today >= CAST(d.since + d.quarantine AS date)
    AND array_remove(d.reasons, 'BLOCKED') = '{}';

WITH released AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        state = 'RELEASED',
        since = :'business_date',
        due_on = NULL,
        excluded_for = '{}',
        policy_version = :policy_version,
        run_id = :run_id
    FROM now_released AS n
    WHERE l.account_id = n.account_id
    RETURNING l.account_id
),
decided AS (
    INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
    SELECT account_id, :'business_date', 'RECYCLED', 'RELEASED', :policy_version, :run_id, ARRAY['QUARANTINE_OVER']
    FROM released
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', NULL, :run_id, 'RELEASED'
FROM released;

SELECT fallow.apply_release(array_agg(account_id))
FROM now_released
HAVING count(*) > 0 \g /dev/null

-- 11. Borrowers found to be locked out are told (R8).
WITH told AS (
    INSERT INTO fallow.borrower_notice (account_id, issued_on, recycle_on, run_id)
    SELECT l.account_id, :'business_date', l.due_on, :run_id
    FROM due AS n
    JOIN fallow.account_lifecycle AS l
        ON l.account_id = n.account_id
        AND l.state IN ('DORMANT', 'PROTECTED')
        AND l.excluded_for @> '{BLOCKED,MICRO_LOAN}'
    WHERE n.reasons @> '{BLOCKED,MICRO_LOAN}'
        AND NOT EXISTS (SELECT FROM fallow.borrower_notice AS b WHERE b.account_id = n.account_id)
    RETURNING account_id, recycle_on
)
INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT account_id, :'business_date', recycle_on, :run_id, 'NOTIFIED'
FROM told;

UPDATE fallow.run
SET status = 'COMPLETED', report = '{}', finished_at = now()
WHERE run_id = :run_id;

COMMIT;
