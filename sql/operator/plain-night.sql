-- A whole night as a plain script: the same transitions, decisions, events and notices as Fallow's, set-based, in one transaction.
-- It is what Fallow is measured against. It has no restart, no limits, no approval, no set-aside and no report, does not wait for
-- older transactions, and must not run beside payments.
--
--   psql -v business_date=2026-11-24 -v zone=Asia/Shanghai -f sql/operator/plain-night.sql
--
-- The periods are those of config/demo-policy.yaml; edit the table below for others.
\set ON_ERROR_STOP on
\timing off
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';
SET jit = off;

BEGIN;

CREATE TEMPORARY TABLE cohort ON COMMIT DROP AS
SELECT
    c.name, c.dormant_after::interval, c.protect_after::interval, c.recycle_after::interval, c.min_protected::interval,
    c.notices::interval[], c.review_every::interval, c.quarantine::interval
FROM (VALUES
    ('standard', 'P180D', 'P1Y', 'P3Y', 'P45D', '{P30D,P14D,P7D}', 'P15D', 'P60D'),
    ('never-used', 'P60D', 'P90D', 'P180D', 'P30D', '{P14D,P7D}', 'P15D', 'P60D')
) AS c (name, dormant_after, protect_after, recycle_after, min_protected, notices, review_every, quarantine);

SELECT fallow.make_decision_partition(:'business_date'::date);

-- 1. Newly idle accounts enter as DORMANT.
CREATE TEMPORARY TABLE newly_idle ON COMMIT DROP AS
SELECT a.account_id, c.name AS cohort, a.active_on, (a.active_on + c.protect_after)::date AS due_on
FROM (
    SELECT account_id, cohort, (coalesce(last_active_at, registered_at) AT TIME ZONE :'zone')::date AS active_on
    FROM fallow.account_activity
) AS a
JOIN cohort AS c ON c.name = a.cohort
WHERE a.active_on + c.dormant_after <= :'business_date'::date
    AND NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = a.account_id)
ORDER BY a.account_id;

INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, cohort)
SELECT account_id, 'DORMANT', :'business_date', active_on, due_on, 1, cohort
FROM newly_idle;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons)
SELECT account_id, :'business_date', 'ACTIVE', 'DORMANT', 1, '{IDLE}'
FROM newly_idle;

INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
SELECT account_id, :'business_date', due_on, 'DORMANT'
FROM newly_idle;

ANALYZE fallow.account_lifecycle;

-- 2. The facts of all due accounts, once.
CREATE TEMPORARY TABLE due ON COMMIT DROP AS
SELECT
    l.account_id, l.state, l.since, l.owner_acted_on, l.protected_on, l.clear_since, l.recycle_on, l.last_notice_on, l.notices_issued,
    a.account_id IS NOT NULL AS on_platform,
    c.name AS cohort, c.dormant_after, c.protect_after, c.recycle_after, c.min_protected, c.notices, c.review_every, c.quarantine,
    greatest((coalesce(a.last_active_at, a.registered_at) AT TIME ZONE :'zone')::date, l.owner_acted_on) AS active_on,
    coalesce(held.reasons, '{}') AS reasons
FROM fallow.account_lifecycle AS l
LEFT JOIN fallow.account_activity AS a ON a.account_id = l.account_id
LEFT JOIN cohort AS c ON c.name = a.cohort
LEFT JOIN (
    SELECT e.account_id, array_agg(DISTINCT e.reason ORDER BY e.reason) AS reasons
    FROM (
        SELECT account_id, reason FROM fallow.account_exclusion
        UNION ALL
        SELECT account_id, reason FROM fallow.hold WHERE released_at IS NULL
    ) AS e
    GROUP BY e.account_id
) AS held ON held.account_id = l.account_id
WHERE l.due_on <= :'business_date'::date
ORDER BY l.account_id;

ANALYZE due;

-- 3. Those that came back leave.
WITH returned AS (
    DELETE FROM fallow.account_lifecycle AS l
    USING due
    WHERE l.account_id = due.account_id
        AND due.state IN ('ACTIVE', 'DORMANT')
        AND due.active_on + due.dormant_after > :'business_date'::date
    RETURNING l.account_id, l.state
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, kind)
    SELECT account_id, :'business_date', 'RETURNED' FROM returned
)
INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons)
SELECT account_id, :'business_date', state, 'ACTIVE', 1, '{RETURNED}' FROM returned;

-- 4. The long-unused are protected, with or without property, but not while blocked.
CREATE TEMPORARY TABLE now_protected ON COMMIT DROP AS
SELECT
    account_id, active_on, cohort, reasons,
    CASE WHEN reasons = '{}' THEN :'business_date'::date END AS clear_since,
    CASE WHEN reasons = '{}' THEN greatest(
        (active_on + recycle_after)::date, (:'business_date'::date + min_protected)::date, (:'business_date'::date + notices[1])::date
    ) END AS recycle_on,
    notices[1] AS first_notice,
    review_every
FROM due
WHERE state = 'DORMANT'
    AND active_on + protect_after <= :'business_date'::date
    AND NOT 'BLOCKED' = ANY (reasons)
ORDER BY account_id;

UPDATE fallow.account_lifecycle AS l
SET
    state = 'PROTECTED',
    since = :'business_date',
    protected_on = :'business_date',
    last_active_on = p.active_on,
    clear_since = p.clear_since,
    recycle_on = p.recycle_on,
    due_on = CASE
        WHEN p.recycle_on IS NULL THEN (:'business_date'::date + p.review_every)::date
        ELSE greatest((p.recycle_on - p.first_notice)::date, :'business_date'::date)
    END,
    cohort = p.cohort,
    excluded_for = p.reasons
FROM now_protected AS p
WHERE l.account_id = p.account_id;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons)
SELECT account_id, :'business_date', 'DORMANT', 'PROTECTED', 1, ARRAY['LONG_UNUSED'] || reasons
FROM now_protected;

INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
SELECT account_id, :'business_date', recycle_on, 'PROTECTED'
FROM now_protected;

SELECT fallow.apply_protect(array_agg(account_id ORDER BY account_id)) FROM now_protected;

-- 5. Blocked ones wait.
UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = due.active_on,
    due_on = (:'business_date'::date + due.review_every)::date,
    excluded_for = due.reasons
FROM due
WHERE l.account_id = due.account_id
    AND l.state = 'DORMANT'
    AND due.state = 'DORMANT'
    AND due.active_on + due.protect_after <= :'business_date'::date
    AND 'BLOCKED' = ANY (due.reasons);

-- 6. Protected accounts: excluded ones wait, the others count down to their recycling.
UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = due.active_on,
    clear_since = NULL,
    recycle_on = NULL,
    last_notice_on = NULL,
    notices_issued = 0,
    due_on = (:'business_date'::date + due.review_every)::date,
    excluded_for = due.reasons
FROM due
WHERE l.account_id = due.account_id
    AND due.state = 'PROTECTED'
    AND due.reasons <> '{}';

CREATE TEMPORARY TABLE countdown ON COMMIT DROP AS
SELECT
    d.account_id, d.active_on, d.cohort, d.notices, d.quarantine,
    CASE WHEN d.clear_since IS NULL OR g.on_date > d.recycle_on THEN :'business_date'::date ELSE d.clear_since END AS clear_since,
    CASE WHEN d.clear_since IS NULL OR g.on_date > d.recycle_on
        THEN greatest((d.active_on + d.recycle_after)::date, (d.protected_on + d.min_protected)::date, (:'business_date'::date + d.notices[1])::date)
        ELSE greatest(g.on_date, CASE WHEN d.notices_issued > 0 THEN d.recycle_on END) END AS recycle_on,
    CASE WHEN d.clear_since IS NULL OR g.on_date > d.recycle_on THEN 0 ELSE d.notices_issued END AS issued,
    CASE WHEN d.clear_since IS NULL OR g.on_date > d.recycle_on THEN NULL ELSE d.last_notice_on END AS last_notice_on
FROM due AS d
CROSS JOIN LATERAL (
    SELECT greatest(
        (d.active_on + d.recycle_after)::date, (d.protected_on + d.min_protected)::date, (d.clear_since + d.notices[1])::date,
        (d.last_notice_on + d.notices[least(d.notices_issued, cardinality(d.notices))])::date
    ) AS on_date
) AS g
WHERE d.state = 'PROTECTED'
    AND d.reasons = '{}'
ORDER BY d.account_id;

WITH warned AS (
    UPDATE fallow.account_lifecycle AS l
    SET
        last_active_on = c.active_on,
        clear_since = c.clear_since,
        notices_issued = c.issued + 1,
        last_notice_on = :'business_date',
        recycle_on = greatest(c.recycle_on, (:'business_date'::date + c.notices[c.issued + 1])::date),
        due_on = greatest(c.recycle_on, (:'business_date'::date + c.notices[c.issued + 1])::date)
            - coalesce(extract(day FROM c.notices[c.issued + 2])::integer, 0),
        excluded_for = '{}'
    FROM countdown AS c
    WHERE l.account_id = c.account_id
        AND c.issued < cardinality(c.notices)
        AND c.recycle_on - c.notices[c.issued + 1] <= :'business_date'::date
    RETURNING l.account_id, l.clear_since, l.notices_issued, l.recycle_on
),
noticed AS (
    INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id)
    SELECT account_id, clear_since, notices_issued, :'business_date', recycle_on, 0 FROM warned
)
INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
SELECT account_id, :'business_date', recycle_on, 'WARNED' FROM warned;

UPDATE fallow.account_lifecycle AS l
SET
    last_active_on = c.active_on,
    clear_since = c.clear_since,
    recycle_on = c.recycle_on,
    notices_issued = c.issued,
    last_notice_on = c.last_notice_on,
    due_on = (c.recycle_on - coalesce(c.notices[c.issued + 1], interval '0'))::date,
    excluded_for = '{}'
FROM countdown AS c
WHERE l.account_id = c.account_id
    AND c.recycle_on - coalesce(c.notices[c.issued + 1], interval '0') > :'business_date'::date;

-- 7. What is free of property, protected and warned for long enough is recycled.
CREATE TEMPORARY TABLE free ON COMMIT DROP AS
SELECT account_id, (:'business_date'::date + quarantine)::date AS due_on
FROM countdown
WHERE issued = cardinality(notices)
    AND recycle_on <= :'business_date'::date
ORDER BY account_id;

SELECT fallow.apply_recycle(array_agg(account_id ORDER BY account_id)) FROM free HAVING count(*) > 0;

UPDATE fallow.account_lifecycle AS l
SET state = 'RECYCLED', since = :'business_date', due_on = free.due_on, excluded_for = '{}'
FROM free
WHERE l.account_id = free.account_id;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons)
SELECT account_id, :'business_date', 'PROTECTED', 'RECYCLED', 1, '{PROPERTY_FREE}' FROM free;

INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
SELECT account_id, :'business_date', due_on, 'RECYCLED' FROM free;

-- 8. Recycled accounts whose quarantine is over are released.
CREATE TEMPORARY TABLE over ON COMMIT DROP AS
SELECT account_id
FROM due
WHERE state = 'RECYCLED'
    AND since + quarantine <= :'business_date'::date
    AND reasons <@ '{BLOCKED}'
ORDER BY account_id;

UPDATE fallow.account_lifecycle AS l
SET state = 'RELEASED', since = :'business_date', due_on = NULL
FROM over
WHERE l.account_id = over.account_id;

INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, reasons)
SELECT account_id, :'business_date', 'RECYCLED', 'RELEASED', 1, '{QUARANTINE_OVER}' FROM over;

INSERT INTO fallow.event (account_id, business_date, kind)
SELECT account_id, :'business_date', 'RELEASED' FROM over;

SELECT fallow.apply_release(array_agg(account_id ORDER BY account_id)) FROM over HAVING count(*) > 0;

COMMIT;
