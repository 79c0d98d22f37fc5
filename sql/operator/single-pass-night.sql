-- The night as the fastest psql script that is known to leave what `fallow run` leaves, on a first night and the one after it: facts are
-- read and everything is decided in one pass, each row is written once, in the order of its key, in one transaction. It is the yardstick of
-- Fallow's speed, and no way to run a night: plain-night.sql says what is missing, and shows the same rules step by step.
--
--   psql -d platform -v business_date=2026-11-20 -v straight=on -f sql/operator/single-pass-night.sql
--
-- Variables: as in plain-night.sql; and straight=on, for owners of the table only: an account that enters and is protected in the same
-- night is inserted as PROTECTED, with the trigger that forbids it switched off. Otherwise it is inserted as DORMANT and then updated.
\set ON_ERROR_STOP on
\if :{?business_date}
\else
    \warn 'business_date is not set: -v business_date=YYYY-MM-DD'
    \quit
\endif
\set script single-pass-night
\ir begin-night.sql

\if :{?straight}
\else
    \set straight off
\endif

-- 1. What may be recycled or released is locked first, so that the facts, read in a later statement, are the last word.
SELECT count(*) FROM (
    SELECT
    FROM fallow.account_lifecycle
    WHERE due_on <= :'business_date'
        AND state IN ('PROTECTED', 'RECYCLED')
    ORDER BY account_id
    FOR UPDATE
) AS locked \g /dev/null

-- 2. The one pass: facts of all accounts that are due or newly idle, what happens to each, and its row afterwards. OFFSET 0 keeps each
-- value from being written out, and computed, in every place that it is used: without it the pass takes twelve times as long.
-- On a night after the first the planner expects so few rows that it would look up each one's exclusions by a pass of their own.
SET LOCAL enable_nestloop = off;
CREATE TEMPORARY TABLE night ON COMMIT DROP AS
WITH facts AS (
    SELECT
        a.account_id, l.state, l.since, l.owner_acted_on, l.protected_on, l.clear_since, l.recycle_on, l.last_notice_on,
        coalesce(l.notices_issued, 0) AS notices_issued,
        p.cohort, p.today, p.review_on, p.dormant_after, p.protect_after, p.recycle_after, p.min_protected, p.notices, p.quarantine,
        active.on_platform,
        greatest(active.on_platform, l.owner_acted_on) AS active_on,
        coalesce(held.reasons, '{}') AS reasons
    FROM fallow.account_activity AS a
    JOIN policy AS p ON p.cohort = a.cohort
    LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = a.account_id
    CROSS JOIN LATERAL (
        SELECT CAST(greatest(a.last_active_at, a.registered_at) AT TIME ZONE :'zone' AS date) AS on_platform
    ) AS active
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
    ) AS held ON held.account_id = a.account_id
    WHERE l.due_on <= :'business_date'
        OR (l.account_id IS NULL AND p.today >= CAST(active.on_platform + p.dormant_after AS date))
)
SELECT
    f.account_id, f.state AS from_state, aged.enters, aged.protects, age.protect_on, f.reasons, decided.verdict, age.recycle_when_protected, f.cohort,
    CAST(CASE
        WHEN decided.verdict = 'REMEMBER' THEN 'ACTIVE'
        WHEN decided.verdict = 'RECYCLE' THEN 'RECYCLED'
        WHEN decided.verdict = 'RELEASE' THEN 'RELEASED'
        WHEN aged.protects THEN 'PROTECTED'
        WHEN aged.enters THEN 'DORMANT'
        ELSE CAST(f.state AS text)
    END AS fallow.state) AS state,
    CASE decided.verdict WHEN 'REMEMBER' THEN f.owner_acted_on ELSE f.active_on END AS last_active_on,
    CASE WHEN aged.protects THEN f.today ELSE f.protected_on END AS protected_on,
    CASE
        WHEN decided.verdict IN ('WAIT', 'WARN') THEN count_now.clear_since
        WHEN kept.keeps_countdown THEN f.clear_since
    END AS clear_since,
    CASE
        WHEN decided.verdict = 'WAIT' THEN count_now.recycle_on
        WHEN decided.verdict = 'WARN' THEN next_notice.recycle_if_warned
        WHEN kept.keeps_countdown THEN f.recycle_on
    END AS recycle_on,
    CASE
        WHEN decided.verdict = 'WAIT' THEN count_now.last_on
        WHEN decided.verdict = 'WARN' THEN f.today
        WHEN kept.keeps_countdown THEN f.last_notice_on
    END AS last_notice_on,
    CAST(CASE
        WHEN decided.verdict = 'WAIT' THEN count_now.issued
        WHEN decided.verdict = 'WARN' THEN count_now.issued + 1
        WHEN kept.keeps_countdown THEN f.notices_issued
        ELSE 0
    END AS smallint) AS notices_issued,
    CASE decided.verdict
        WHEN 'WAIT' THEN coalesce(next_notice.next_on, count_now.recycle_on)
        WHEN 'WARN' THEN CASE
            WHEN count_now.issued + 1 < cardinality(f.notices) THEN greatest(
                CAST(next_notice.recycle_if_warned - f.notices[count_now.issued + 2] AS date),
                f.today + 1)
            ELSE next_notice.recycle_if_warned
        END
        WHEN 'RECYCLE' THEN CAST(f.today + f.quarantine AS date)
        WHEN 'RELEASE' THEN NULL
        WHEN 'QUARANTINE' THEN CAST(f.since + f.quarantine AS date)
        WHEN 'REMEMBER' THEN CAST(f.owner_acted_on + f.dormant_after AS date)
        WHEN 'STAY' THEN CASE WHEN f.today < age.protect_on THEN age.protect_on ELSE f.review_on END
        ELSE f.review_on
    END AS due_on,
    CASE
        WHEN decided.verdict IN ('QUARANTINE', 'KEEP') THEN array_remove(f.reasons, 'BLOCKED')
        WHEN decided.verdict = 'REMEMBER' OR (aged.enters AND f.today < age.protect_on) THEN '{}'
        WHEN decided.verdict = 'RELEASE' THEN '{}'
        ELSE f.reasons
    END AS excluded_for
FROM facts AS f
-- DORMANT by tonight, and from there PROTECTED at once if it is time
CROSS JOIN LATERAL (
    SELECT
        f.today >= CAST(f.active_on + f.dormant_after AS date) AS is_dormant,
        CAST(f.active_on + f.protect_after AS date) AS protect_on,
        CASE WHEN f.reasons = '{}' THEN greatest(
            CAST(f.active_on + f.recycle_after AS date),
            CAST(f.today + f.min_protected AS date),
            CAST(f.today + f.notices[1] AS date)
        ) END AS recycle_when_protected
    OFFSET 0
) AS age
CROSS JOIN LATERAL (
    SELECT
        coalesce(f.state = 'ACTIVE', true) AND age.is_dormant AS enters,
        coalesce(f.state IN ('ACTIVE', 'DORMANT'), true) AND age.is_dormant
            AND f.today >= age.protect_on AND NOT f.reasons @> '{BLOCKED}' AS protects
    OFFSET 0
) AS aged
-- the countdown of whoever is PROTECTED by tonight: resumed, or begun anew
CROSS JOIN LATERAL (
    SELECT greatest(CAST(f.active_on + f.recycle_after AS date), CAST(f.protected_on + f.min_protected AS date)) AS not_before
) AS earliest
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN f.last_notice_on IS NULL THEN greatest(earliest.not_before, CAST(f.clear_since + f.notices[1] AS date))
        ELSE greatest(
            earliest.not_before,
            CAST(f.clear_since + f.notices[1] AS date),
            f.recycle_on,
            CAST(f.last_notice_on + f.notices[least(f.notices_issued, cardinality(f.notices))] AS date))
    END AS recycle_on
    OFFSET 0
) AS resumed
CROSS JOIN LATERAL (
    SELECT aged.protects OR f.clear_since IS NULL OR resumed.recycle_on > f.recycle_on AS anew
) AS started
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN started.anew THEN f.today ELSE f.clear_since END AS clear_since,
        CASE
            WHEN aged.protects THEN age.recycle_when_protected
            WHEN started.anew THEN greatest(earliest.not_before, CAST(f.today + f.notices[1] AS date))
            ELSE resumed.recycle_on
        END AS recycle_on,
        CASE WHEN started.anew THEN 0 ELSE f.notices_issued END AS issued,
        CASE WHEN NOT started.anew THEN f.last_notice_on END AS last_on
    OFFSET 0
) AS count_now
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN count_now.issued < cardinality(f.notices) THEN greatest(
            CAST(count_now.recycle_on - f.notices[count_now.issued + 1] AS date),
            count_now.last_on + 1
        ) END AS next_on,
        greatest(count_now.recycle_on, CAST(f.today + f.notices[count_now.issued + 1] AS date)) AS recycle_if_warned
    OFFSET 0
) AS next_notice
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN aged.protects OR f.state = 'PROTECTED' THEN CASE
            WHEN f.reasons <> '{}' THEN 'EXCLUDED'
            WHEN next_notice.next_on <= f.today THEN 'WARN'
            WHEN next_notice.next_on IS NULL AND count_now.recycle_on <= f.today THEN 'RECYCLE'
            ELSE 'WAIT'
        END
        WHEN f.state = 'RECYCLED' THEN CASE
            WHEN f.today < CAST(f.since + f.quarantine AS date) THEN 'QUARANTINE'
            WHEN array_remove(f.reasons, 'BLOCKED') <> '{}' THEN 'KEEP'
            ELSE 'RELEASE'
        END
        WHEN age.is_dormant THEN 'STAY'
        WHEN f.owner_acted_on IS NULL OR f.on_platform >= f.owner_acted_on THEN 'LEAVE'
        WHEN f.state = 'DORMANT' THEN 'REMEMBER'
    END AS verdict
    OFFSET 0
) AS decided
CROSS JOIN LATERAL (
    SELECT f.state IN ('PROTECTED', 'RECYCLED') AND decided.verdict <> 'EXCLUDED' AS keeps_countdown
) AS kept
WHERE decided.verdict IS NOT NULL
UNION ALL
-- Accounts that vanished from the platform.
SELECT
    l.account_id, l.state, false, false, NULL, '{}', 'GONE', NULL, l.cohort, NULL, l.last_active_on, NULL, NULL, NULL, NULL, 0, NULL, '{}'
FROM fallow.account_lifecycle AS l
WHERE l.due_on <= :'business_date'
    AND l.state NOT IN ('RECYCLED', 'RELEASED')
    AND NOT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = l.account_id)
ORDER BY account_id;
SET LOCAL enable_nestloop = on;
ANALYZE night;

-- 3. The platform first, where the guard would refuse afterwards, and where it has no row to lock yet.
SELECT fallow.apply_protect(array_agg(account_id))
FROM night
WHERE protects
HAVING count(*) > 0 \g /dev/null

SELECT fallow.apply_recycle(array_agg(account_id))
FROM night
WHERE verdict = 'RECYCLE'
HAVING count(*) > 0 \g /dev/null

-- 4. Each lifecycle row once.
DELETE FROM fallow.account_lifecycle AS l
USING night AS n
WHERE l.account_id = n.account_id
    AND n.verdict IN ('LEAVE', 'GONE');

\if :straight
    ALTER TABLE fallow.account_lifecycle DISABLE TRIGGER lifecycle_transition_on_insert;

    INSERT INTO fallow.account_lifecycle (
        account_id, state, since, last_active_on, protected_on, clear_since, recycle_on, last_notice_on, due_on, policy_version,
        notices_issued, run_id, cohort, excluded_for)
    SELECT
        account_id, state, :'business_date', last_active_on, protected_on, clear_since, recycle_on, last_notice_on, due_on, :policy_version,
        notices_issued, :run_id, cohort, excluded_for
    FROM night
    WHERE from_state IS NULL
    ORDER BY account_id;

    ALTER TABLE fallow.account_lifecycle ENABLE TRIGGER lifecycle_transition_on_insert;
\else
    INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, run_id, cohort, excluded_for)
    SELECT account_id, 'DORMANT', :'business_date', last_active_on, due_on, :policy_version, :run_id, cohort, excluded_for
    FROM night
    WHERE from_state IS NULL
    ORDER BY account_id;
\endif

-- An ACTIVE row that is protected at once goes by way of DORMANT, as the trigger wants it.
UPDATE fallow.account_lifecycle AS l
SET state = 'DORMANT'
FROM night AS n
WHERE l.account_id = n.account_id
    AND n.from_state = 'ACTIVE'
    AND n.protects;

UPDATE fallow.account_lifecycle AS l
SET
    state = n.state,
    since = CASE WHEN n.state = l.state AND NOT n.enters THEN l.since ELSE :'business_date' END,
    last_active_on = CASE WHEN n.verdict IN ('QUARANTINE', 'KEEP', 'RELEASE') THEN l.last_active_on ELSE n.last_active_on END,
    protected_on = n.protected_on,
    clear_since = n.clear_since,
    recycle_on = n.recycle_on,
    last_notice_on = n.last_notice_on,
    due_on = n.due_on,
    notices_issued = n.notices_issued,
    cohort = CASE n.verdict WHEN 'RELEASE' THEN l.cohort ELSE n.cohort END,
    excluded_for = n.excluded_for,
    policy_version = :policy_version,
    run_id = :run_id
FROM night AS n
WHERE l.account_id = n.account_id
    AND n.verdict NOT IN ('LEAVE', 'GONE')
    AND (n.from_state IS NOT NULL OR (n.protects AND NOT :'straight'::boolean));

-- 5. Decisions, events and notices, an account's side by side.
INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
SELECT n.account_id, :'business_date', t.from_state, t.to_state, :policy_version, :run_id, t.reasons
FROM night AS n
CROSS JOIN LATERAL (
    SELECT CAST('ACTIVE' AS fallow.state) AS from_state, CAST('DORMANT' AS fallow.state) AS to_state, ARRAY['IDLE'] AS reasons, 1 AS n
    WHERE n.enters
    UNION ALL
    SELECT 'DORMANT', 'PROTECTED', ARRAY['LONG_UNUSED'] || n.reasons, 2
    WHERE n.protects
    UNION ALL
    SELECT n.from_state, v.to_state, ARRAY[v.reason], 3
    FROM (VALUES
        ('GONE', CAST(NULL AS fallow.state), 'GONE'), ('LEAVE', 'ACTIVE', 'RETURNED'), ('REMEMBER', 'ACTIVE', 'RETURNED'),
        ('RECYCLE', 'RECYCLED', 'PROPERTY_FREE'), ('RELEASE', 'RELEASED', 'QUARANTINE_OVER')
    ) AS v (verdict, to_state, reason)
    WHERE v.verdict = n.verdict
) AS t
ORDER BY n.account_id;

INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)
SELECT n.account_id, :'business_date', t.effective_on, :run_id, t.kind
FROM night AS n
CROSS JOIN LATERAL (
    SELECT n.protect_on AS effective_on, 'DORMANT' AS kind
    WHERE n.enters
    UNION ALL
    SELECT n.recycle_when_protected, 'PROTECTED'
    WHERE n.protects
    UNION ALL
    SELECT CASE v.verdict WHEN 'REMEMBER' THEN n.due_on WHEN 'RECYCLE' THEN n.due_on WHEN 'WARN' THEN n.recycle_on END, v.kind
    FROM (VALUES
        ('GONE', 'GONE'), ('LEAVE', 'RETURNED'), ('REMEMBER', 'RETURNED'), ('WARN', 'WARNED'), ('RECYCLE', 'RECYCLED'), ('RELEASE', 'RELEASED')
    ) AS v (verdict, kind)
    WHERE v.verdict = n.verdict
) AS t;

INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id)
SELECT account_id, clear_since, notices_issued, :'business_date', recycle_on, :run_id
FROM night
WHERE verdict = 'WARN';

-- 6. The platform last: the guard refuses while an account is RECYCLED.
SELECT fallow.apply_release(array_agg(account_id))
FROM night
WHERE verdict = 'RELEASE'
HAVING count(*) > 0 \g /dev/null

-- 7. Borrowers found to be locked out are told (R8).
WITH told AS (
    INSERT INTO fallow.borrower_notice (account_id, issued_on, recycle_on, run_id)
    SELECT l.account_id, :'business_date', l.due_on, :run_id
    FROM night AS n
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
