-- Who owns the contract. A view's functions run as whoever queries it, and a view's tables are read as its owner: so nothing that is more than
-- the night's own role queries the contract's views, and they belong to a role that may do on the platform what the adopter grants it, and
-- nothing here. `fallow init` gives them to it, with the functions that read them for what is more: see sql/contract/readers.sql.

GRANT USAGE ON SCHEMA fallow TO fallow_contract;

-- What the contract's views are made of, all the way down: each column that one of them, or a view beneath it, reads, and with whose rights.
CREATE VIEW fallow.contract_reads AS
WITH RECURSIVE through AS (
    SELECT c.relname AS contract_view, c.oid AS view, c.relowner AS reader
    FROM pg_class AS c
    WHERE c.relnamespace = to_regnamespace('fallow')
        AND c.relname IN ('account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze')
        AND c.relkind IN ('v', 'm')
    UNION
    SELECT t.contract_view, c.oid, c.relowner
    FROM through AS t
    JOIN pg_rewrite AS w ON w.ev_class = t.view
    JOIN pg_depend AS d
        ON d.classid = 'pg_rewrite'::regclass
        AND d.objid = w.oid
        AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid <> t.view
    JOIN pg_class AS c ON c.oid = d.refobjid AND c.relkind IN ('v', 'm')
)
SELECT DISTINCT
    CAST(t.contract_view AS text) AS contract_view,
    t.view,
    t.reader,
    c.oid AS relation,
    c.relkind AS kind,
    format('%I.%I', n.nspname, c.relname) AS relation_name,
    CAST(d.refobjsubid AS smallint) AS column_number
FROM through AS t
JOIN pg_rewrite AS w ON w.ev_class = t.view
JOIN pg_depend AS d
    ON d.classid = 'pg_rewrite'::regclass
    AND d.objid = w.oid
    AND d.refclassid = 'pg_class'::regclass
    AND d.refobjid <> t.view
JOIN pg_class AS c ON c.oid = d.refobjid
JOIN pg_namespace AS n ON n.oid = c.relnamespace;

GRANT SELECT ON fallow.contract_reads TO fallow_runtime, fallow_auditor;

SET LOCAL check_function_bodies = off; -- the readers come with `fallow init`

-- What fallow.permits answers when the contract cannot be read: docs/permits.md.
CREATE OR REPLACE FUNCTION fallow.permits(
        account fallow.account_id, operation text, at timestamptz DEFAULT statement_timestamp(),
        OUT allowed boolean, OUT reason text, OUT until timestamptz)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
DECLARE
    moved text;
    state fallow.state;
    blocked_until timestamptz;
    window_until timestamptz;
    frozen boolean;
    unreadable boolean := false;
BEGIN
    CASE operation
        WHEN 'LOGIN', 'SOCIAL', 'LOAN_REPAYMENT', 'UNSEAL', 'OPEN_WINDOW' THEN
            moved := NULL;
        WHEN 'PAYMENT', 'CHANGE_WITHDRAWAL', 'CHANGE_TRANSFER_OUT' THEN
            moved := 'CHANGE';
        WHEN 'BANK_SAVINGS_TRANSFER_OUT' THEN
            moved := 'BANK_SAVINGS';
        WHEN 'WEALTH_REDEMPTION' THEN
            moved := 'WEALTH';
        ELSE
            RAISE EXCEPTION 'operation % is unknown', coalesce(operation, 'NULL')
                USING ERRCODE = 'invalid_parameter_value', HINT = 'docs/permits.md names them.';
    END CASE;
    allowed := false;
    IF account IS NULL THEN
        reason := 'UNKNOWN_ACCOUNT';
        RETURN;
    END IF;

    SELECT l.state INTO state FROM fallow.account_lifecycle AS l WHERE l.account_id = account;
    BEGIN
        blocked_until := fallow.blocked_until(account, at);
        IF moved IS NOT NULL THEN
            frozen := fallow.is_frozen(account, moved);
        END IF;
    EXCEPTION
        WHEN syntax_error_or_access_rule_violation OR data_exception OR raise_exception THEN
            -- the platform enforces its own blocks and freezes; that Fallow cannot read them must shut no owner out
            RAISE WARNING 'fallow: blocks and freezes cannot be read, and count as none: %', SQLERRM;
            unreadable := true;
            blocked_until := NULL;
            frozen := false;
    END;

    IF state IN ('RECYCLED', 'RELEASED') THEN
        reason := state;
    ELSIF operation = 'UNSEAL' THEN
        allowed := state IS NOT DISTINCT FROM 'PROTECTED';
        reason := coalesce(state, 'ACTIVE');
    ELSIF state = 'PROTECTED' AND operation <> 'LOAN_REPAYMENT' THEN
        reason := 'PROTECTED';
    ELSIF operation = 'OPEN_WINDOW' AND unreadable THEN
        reason := 'CONTRACT_UNREADABLE';
    ELSIF operation = 'OPEN_WINDOW' THEN
        SELECT w.allowed, w.reason, w.until INTO allowed, reason, until
        FROM fallow.may_open_window(account, blocked_until IS NOT NULL, at) AS w;
    ELSE
        reason := CASE WHEN unreadable THEN 'CONTRACT_UNREADABLE' ELSE coalesce(CAST(state AS text), 'ACTIVE') END;
        IF blocked_until IS NOT NULL THEN
            IF operation NOT IN ('LOGIN', 'SOCIAL', 'PAYMENT') THEN
                SELECT w.until INTO window_until
                FROM fallow.property_window AS w
                WHERE w.account_id = account
                    AND w.expired_at IS NULL
                    AND w.opened_at <= at
                    AND w.until > at;
            END IF;
            IF window_until IS NULL THEN
                reason := 'BLOCKED';
                until := nullif(blocked_until, 'infinity');
                RETURN;
            END IF;
            reason := 'WINDOW_OPEN';
            until := window_until;
        END IF;
        IF frozen THEN
            reason := 'FROZEN';
            until := NULL;
            RETURN;
        END IF;
        allowed := true;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION fallow.may_open_window(
        account fallow.account_id, blocked boolean, at timestamptz,
        OUT allowed boolean, OUT reason text, OUT until timestamptz)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
DECLARE
    last_until timestamptz;
    reopen text;
    cooldown interval;
BEGIN
    allowed := false;
    IF NOT blocked THEN
        reason := 'NOT_BLOCKED';
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT
        FROM fallow.read_exclusions(ARRAY[account]::fallow.account_id[]) AS x
        WHERE coalesce(x.reason, 'UNKNOWN') NOT IN ('BLOCKED', 'JUDICIAL_FREEZE')
    ) THEN
        reason := 'NO_PROPERTY';
        RETURN;
    END IF;
    SELECT v.window_reopen, v.window_cooldown INTO reopen, cooldown
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    IF reopen IS NULL THEN
        reason := 'NO_POLICY';
        RETURN;
    END IF;
    SELECT max(w.until) INTO last_until FROM fallow.property_window AS w WHERE w.account_id = account;
    IF last_until > at THEN
        reason := 'WINDOW_OPEN';
        until := last_until;
    ELSIF last_until IS NOT NULL AND reopen = 'never' THEN
        reason := 'WINDOW_USED';
    ELSIF last_until IS NOT NULL AND reopen = 'after-cooldown' AND last_until + cooldown > at THEN
        reason := 'COOLDOWN';
        until := last_until + cooldown;
    ELSE
        allowed := true;
        reason := 'BLOCKED';
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION fallow.held_by(account fallow.account_id, at timestamptz, today date)
    RETURNS TABLE (reason text, detail text)
    LANGUAGE sql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
    SELECT coalesce(x.reason, 'UNKNOWN'), x.detail
    FROM fallow.read_exclusions(ARRAY[account]::fallow.account_id[]) AS x
    UNION ALL
    SELECT h.reason, h.detail
    FROM fallow.hold AS h
    WHERE h.account_id = account
        AND h.released_at IS NULL
        AND (h.until IS NULL OR h.until >= today)
    UNION ALL
    SELECT 'BLOCKED', 'blocked: ' || b.reason
    FROM fallow.read_blocks(ARRAY[account]::fallow.account_id[]) AS b
    WHERE (b.since IS NULL OR b.since <= at)
        AND (b.until IS NULL OR b.until > at)
    UNION ALL
    SELECT 'JUDICIAL_FREEZE', coalesce(f.asset, 'ALL') || ' frozen by ' || f.authority
    FROM fallow.read_freezes(ARRAY[account]::fallow.account_id[]) AS f
    UNION ALL
    SELECT 'PROPERTY_WINDOW', NULL
    FROM fallow.property_window AS w
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until > at
$$;

-- Takes a request to cancel as of that instant, under that policy; as before, but for how it reads the contract.
CREATE OR REPLACE FUNCTION fallow.request_cancellation_at(
        account fallow.account_id, method text, reference text, requested_by text, at timestamptz, under integer,
        OUT cancellation_id bigint, OUT requested_on date, OUT expires_on date)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
DECLARE
    policy record;
    activity record;
    standing fallow.state;
    already text;
BEGIN
    IF NOT fallow.is_evidence(method, reference, requested_by) THEN
        RAISE EXCEPTION 'account %: a request to cancel must say by which method the owner was verified (one word in capitals), under which reference, and by whom', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_cancellation';
    END IF;
    SELECT v.zone, v.cancellation_term INTO policy FROM fallow.policy_version AS v WHERE v.version = under;
    IF policy.zone IS NULL THEN
        RAISE EXCEPTION 'account %: no request to cancel can be taken: NO_POLICY', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    requested_on := (at AT TIME ZONE policy.zone)::date;
    expires_on := (requested_on + policy.cancellation_term)::date;
    SELECT a.cohort INTO activity FROM fallow.read_activity(ARRAY[account]::fallow.account_id[]) AS a;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: it is not on the platform', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    SELECT l.state INTO standing FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    IF standing IN ('RECYCLED', 'RELEASED') THEN
        RAISE EXCEPTION 'account %: it is % already, and cannot be cancelled', account, standing
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    INSERT INTO fallow.cancellation AS c (account_id, requested_on, expires_on, requested_at, policy_version, method, reference, requested_by)
    VALUES (account, request_cancellation_at.requested_on, request_cancellation_at.expires_on, at, under,
        request_cancellation_at.method, request_cancellation_at.reference, request_cancellation_at.requested_by)
    RETURNING c.cancellation_id INTO cancellation_id;
    IF standing IS NULL THEN
        PERFORM fallow.give_row_to_cancel(account);
    END IF;
    INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
    VALUES (account, request_cancellation_at.requested_on, request_cancellation_at.expires_on, 'CANCELLATION_REQUESTED');
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS already = CONSTRAINT_NAME;
    IF already <> 'cancellation_one_an_account' THEN
        RAISE;
    END IF;
    RAISE EXCEPTION 'account %: a request to cancel is pending already', account
        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
END
$$;

CREATE OR REPLACE FUNCTION fallow.give_row_to_cancel(account fallow.account_id) RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, cohort)
    SELECT
        c.account_id,
        'ACTIVE',
        c.requested_on,
        least(c.requested_on,
            (greatest(coalesce(greatest(a.last_active_at, a.registered_at), c.requested_at), timestamptz '0001-01-02 00:00:00Z') AT TIME ZONE v.zone)::date),
        c.expires_on + 30,
        c.policy_version,
        coalesce(a.cohort, 'unknown')
    FROM fallow.cancellation AS c
    JOIN fallow.policy_version AS v ON v.version = c.policy_version
    CROSS JOIN fallow.read_activity(ARRAY[account]::fallow.account_id[]) AS a
    WHERE c.account_id = account
        AND c.ended_as IS NULL
    ON CONFLICT ON CONSTRAINT account_lifecycle_pk DO NOTHING;
    RETURN FOUND;
END
$$;

RESET check_function_bodies;

DROP FUNCTION fallow.standing_blocks();
DROP FUNCTION fallow.standing_freezes();
