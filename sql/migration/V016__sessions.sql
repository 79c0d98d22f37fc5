-- What a night's sessions rest on is theirs alone: locks that need a right of ours, and settings that nobody else's take the place of.

-- The night's lock, and the one of whoever seals: empty tables, of which only the roles below may take more than a reader's lock. Advisory
-- locks are open to every login that may connect.
CREATE TABLE fallow.night_lock (
    nothing boolean NOT NULL,
    CONSTRAINT night_lock_pk PRIMARY KEY (nothing),
    CONSTRAINT night_lock_has_no_rows CHECK (nothing IS NULL)
);

CREATE TABLE fallow.chain_lock (
    nothing boolean NOT NULL,
    CONSTRAINT chain_lock_pk PRIMARY KEY (nothing),
    CONSTRAINT chain_lock_has_no_rows CHECK (nothing IS NULL)
);

GRANT SELECT ON fallow.night_lock, fallow.chain_lock TO fallow_runtime, fallow_auditor;
GRANT UPDATE ON fallow.night_lock, fallow.chain_lock TO fallow_runtime;

-- Whose clock counts here. A demo and a test bring their own; anywhere else a night is never ahead of the database's.
CREATE TABLE fallow.installation (
    only_row boolean     NOT NULL DEFAULT true,
    purpose  text        NOT NULL,
    since    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT installation_pk PRIMARY KEY (only_row),
    CONSTRAINT installation_is_one CHECK (only_row),
    CONSTRAINT installation_purpose_is_known CHECK (purpose IN ('PRODUCTION', 'DEMO', 'TEST'))
);

INSERT INTO fallow.installation (purpose) VALUES ('PRODUCTION');

GRANT SELECT ON fallow.installation TO fallow_runtime, fallow_auditor;

-- A run that was abandoned before it decided anything leaves its date, and all dates before it, to others.
ALTER TABLE fallow.run
    ADD COLUMN is_void boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT run_void_was_abandoned CHECK (NOT is_void OR status = 'ABANDONED'),
    DROP CONSTRAINT run_one_a_business_date;

UPDATE fallow.run AS r
SET is_void = true
WHERE r.status = 'ABANDONED'
    AND NOT EXISTS (SELECT FROM fallow.decision AS d WHERE d.run_id = r.run_id)
    AND NOT EXISTS (SELECT FROM fallow.notice AS n WHERE n.run_id = r.run_id);

CREATE UNIQUE INDEX run_one_a_business_date ON fallow.run (business_date) WHERE NOT is_void;

-- Whoever asks has the account's attempts to themselves until their transaction ends: they hold its lifecycle row, which only our roles and
-- the guard can. An account without a row is not protected, and has no attempts worth a limit.
CREATE OR REPLACE FUNCTION fallow.may_attempt_unseal(
        account fallow.account_id, max_attempts integer, within interval, at timestamptz,
        OUT allowed boolean, OUT until timestamptz)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    SELECT a.attempted_at + within INTO until
    FROM fallow.unseal_attempt AS a
    WHERE a.account_id = account
        AND a.outcome <> 'TOO_MANY'
        AND a.attempted_at > at - within
    ORDER BY a.attempted_at DESC
    OFFSET max_attempts - 1
    LIMIT 1;
    allowed := until IS NULL;
END
$$;

-- As before, but that who asks may have to wait for the row already when it is asked whether they may.
CREATE OR REPLACE FUNCTION fallow.unseal(
        account fallow.account_id, method text, reference text, unsealed_by text,
        OUT unsealed boolean, OUT reason text, OUT until timestamptz, OUT act_id bigint)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at timestamptz := statement_timestamp();
    policy record;
    may record;
    standing fallow.state;
    today date;
    act bigint;
BEGIN
    unsealed := false;
    SELECT v.version, v.zone, v.unseal_max_attempts, v.unseal_within INTO policy
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    IF policy.zone IS NULL THEN
        reason := 'NO_POLICY';
        RETURN;
    END IF;
    IF account IS NULL THEN
        reason := 'UNKNOWN_ACCOUNT';
        RETURN;
    END IF;
    today := (at AT TIME ZONE policy.zone)::date;
    BEGIN
        SELECT m.allowed, m.until INTO may
        FROM fallow.may_attempt_unseal(account, policy.unseal_max_attempts, policy.unseal_within, at) AS m;
    EXCEPTION WHEN lock_not_available THEN
        SELECT true AS allowed, NULL::timestamptz AS until INTO may;
        reason := 'IN_USE';
    END;
    IF reason = 'IN_USE' THEN
        NULL; -- whoever holds the account's row has it
    ELSIF NOT may.allowed THEN
        reason := 'TOO_MANY_ATTEMPTS';
        until := may.until;
    ELSIF NOT fallow.is_evidence(method, reference, unsealed_by) THEN
        reason := 'NO_EVIDENCE';
    ELSE
        BEGIN
            SELECT l.state INTO standing FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
            IF standing IS DISTINCT FROM 'PROTECTED' THEN
                reason := coalesce(standing, 'ACTIVE');
            ELSE
                PERFORM fallow.make_decision_partition(today);
                act := nextval('fallow.act_seq');
                INSERT INTO fallow.platform_act (act_id, business_date) VALUES (act, today);
                UPDATE fallow.account_lifecycle AS l
                SET
                    state = 'ACTIVE',
                    since = today,
                    last_active_on = today,
                    owner_acted_on = today,
                    protected_on = NULL,
                    clear_since = NULL,
                    recycle_on = NULL,
                    last_notice_on = NULL,
                    notices_issued = 0,
                    due_on = today,
                    excluded_for = '{}',
                    policy_version = policy.version
                WHERE l.account_id = account
                    AND l.state = 'PROTECTED';
                INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, act_id, reasons, evidence)
                VALUES (account, today, 'PROTECTED', 'ACTIVE', policy.version, act, '{UNSEALED}',
                    method || ' ' || reference || ' (by ' || unsealed_by || ')');
                INSERT INTO fallow.event (account_id, business_date, effective_on, kind) VALUES (account, today, today, 'UNSEALED');
                PERFORM fallow.apply_unseal(ARRAY[account]::fallow.account_id[]);
                unsealed := true;
                reason := 'UNSEALED';
                act_id := act;
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            reason := 'IN_USE';
        END;
    END IF;
    INSERT INTO fallow.unseal_attempt (account_id, attempted_at, act_id, outcome, why, method, reference, attempted_by)
    VALUES (account, at, unseal.act_id,
        CASE WHEN unsealed THEN 'UNSEALED' WHEN may.allowed THEN 'REFUSED' ELSE 'TOO_MANY' END,
        CASE WHEN NOT unsealed THEN reason END,
        method, reference, unsealed_by);
END
$$;

CREATE OR REPLACE FUNCTION fallow.make_decision_partition(day date) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$
DECLARE
    month_start date := date_trunc('month', day::timestamp)::date;
    partition_name text := format('decision_%s', to_char(month_start, 'YYYY_MM'));
BEGIN
    IF to_regclass(format('fallow.%I', partition_name)) IS NULL THEN
        -- whoever makes one at the same time waits here, and then finds it made
        LOCK TABLE fallow.decision IN SHARE UPDATE EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE IF NOT EXISTS fallow.%I PARTITION OF fallow.decision FOR VALUES FROM (%L) TO (%L)',
            partition_name, month_start, (month_start + interval '1 month')::date);
    END IF;
END
$$;

-- Row level security leaves rows out without a word, and a row left out is property overlooked. With row_security off PostgreSQL raises an
-- error instead. A function that works with its owner's rights needs the setting as its own, whoever calls it.
DO $$
DECLARE
    ours record;
BEGIN
    FOR ours IN
        SELECT p.oid::regprocedure AS signature
        FROM pg_proc AS p
        WHERE p.pronamespace = 'fallow'::regnamespace
            AND p.prosecdef
            AND p.proowner = 'fallow_owner'::regrole
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET row_security = off', ours.signature);
    END LOOP;
END
$$;
