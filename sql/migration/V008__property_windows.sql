-- The owner's side: what an account may do now, and the property windows of blocked owners (R5 to R7).

-- What SQL needs to know of a policy. Empty for policies saved before windows were known.
ALTER TABLE fallow.policy_version
    ADD COLUMN window_open_for interval,
    ADD COLUMN window_reopen   text,
    ADD COLUMN window_cooldown interval,
    ADD CONSTRAINT policy_version_window_reopen_is_known CHECK (window_reopen IN ('never', 'after-cooldown', 'always'));

-- The owner of a blocked account fetches their property through a window (R7). It says on whose word the device was thought to be theirs.
CREATE TABLE fallow.property_window (
    window_id      bigint            GENERATED ALWAYS AS IDENTITY,
    account_id     fallow.account_id NOT NULL,
    opened_at      timestamptz       NOT NULL,
    until          timestamptz       NOT NULL,
    expired_at     timestamptz,
    recorded_at    timestamptz       NOT NULL DEFAULT now(),
    policy_version integer           NOT NULL,
    device         text              NOT NULL,
    evidence       text,
    opened_by      text              NOT NULL,
    CONSTRAINT property_window_pk PRIMARY KEY (window_id),
    CONSTRAINT property_window_policy_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version (version),
    CONSTRAINT property_window_says_who_and_which_device CHECK (btrim(device) <> '' AND btrim(opened_by) <> ''),
    CONSTRAINT property_window_ends_after_it_opened CHECK (until > opened_at),
    CONSTRAINT property_window_expires_at_its_end CHECK (expired_at >= until)
);

-- One at a time. It stays in this index for the rest of the day on which it ended; until then its hour decides.
CREATE UNIQUE INDEX property_window_one_an_account ON fallow.property_window (account_id) WHERE expired_at IS NULL;

CREATE INDEX property_window_account_idx ON fallow.property_window (account_id, until);

-- What was done through a window.
CREATE TABLE fallow.window_use (
    use_id      bigint      GENERATED ALWAYS AS IDENTITY,
    window_id   bigint      NOT NULL,
    used_at     timestamptz NOT NULL,
    operation   text        NOT NULL,
    reference   text        NOT NULL,
    recorded_by text        NOT NULL,
    CONSTRAINT window_use_pk PRIMARY KEY (use_id),
    CONSTRAINT window_use_window_fk FOREIGN KEY (window_id) REFERENCES fallow.property_window (window_id),
    CONSTRAINT window_use_is_one_of_five CHECK (operation IN
        ('CHANGE_WITHDRAWAL', 'CHANGE_TRANSFER_OUT', 'BANK_SAVINGS_TRANSFER_OUT', 'WEALTH_REDEMPTION', 'LOAN_REPAYMENT')),
    CONSTRAINT window_use_says_what_and_who CHECK (btrim(reference) <> '' AND btrim(recorded_by) <> '')
);

CREATE INDEX window_use_window_idx ON fallow.window_use (window_id);

CREATE TRIGGER window_use_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.window_use
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- The contract's optional view fallow.account_block, or nothing where there is none: `fallow init` makes it anew with each contract.
-- A plain SQL function, so that it is merged into the statement around it and a key reaches the platform's index.
CREATE FUNCTION fallow.known_blocks()
    RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz, reason text)
    LANGUAGE sql STABLE
AS 'SELECT NULL::fallow.account_id, NULL::timestamptz, NULL::timestamptz, NULL::text WHERE false';

-- The same of the optional view fallow.account_freeze.
CREATE FUNCTION fallow.known_freezes()
    RETURNS TABLE (account_id fallow.account_id, asset text, authority text)
    LANGUAGE sql STABLE
AS 'SELECT NULL::fallow.account_id, NULL::text, NULL::text WHERE false';

-- What fallow.permits goes by: these views, or else the exclusions BLOCKED and JUDICIAL_FREEZE of a contract that has none. Functions of
-- their own, because a statement locks each table that its text leads to, and the exclusions lead to all tables of property.
SET LOCAL check_function_bodies = off; -- there is no contract yet

CREATE FUNCTION fallow.standing_blocks()
    RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz)
    LANGUAGE sql STABLE
AS $$SELECT x.account_id, NULL::timestamptz, NULL::timestamptz FROM fallow.account_exclusion AS x WHERE x.reason = 'BLOCKED'$$;

CREATE FUNCTION fallow.standing_freezes()
    RETURNS TABLE (account_id fallow.account_id, asset text)
    LANGUAGE sql STABLE
AS $$SELECT x.account_id, NULL::text FROM fallow.account_exclusion AS x WHERE x.reason = 'JUDICIAL_FREEZE'$$;

RESET check_function_bodies;

-- Whether the account may do this now, why (not), and until when that holds as far as is known. docs/permits.md has all answers.
-- It asks for the lifecycle row and a block, and where money moves for a freeze: each a probe of an index that has nothing of most
-- accounts.
CREATE FUNCTION fallow.permits(
        account fallow.account_id, operation text, at timestamptz DEFAULT statement_timestamp(),
        OUT allowed boolean, OUT reason text, OUT until timestamptz)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved text;
    state fallow.state;
    blocked_until timestamptz;
    window_until timestamptz;
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

    -- two plain statements: one with both in it costs a third more
    SELECT l.state INTO state FROM fallow.account_lifecycle AS l WHERE l.account_id = account;
    SELECT max(coalesce(b.until, 'infinity')) INTO blocked_until
    FROM fallow.standing_blocks() AS b
    WHERE b.account_id = account
        AND (b.since IS NULL OR b.since <= at)
        AND (b.until IS NULL OR b.until > at);

    IF state IN ('RECYCLED', 'RELEASED') THEN
        reason := state;
    ELSIF operation = 'UNSEAL' THEN
        allowed := state IS NOT DISTINCT FROM 'PROTECTED';
        reason := coalesce(state, 'ACTIVE');
    ELSIF state = 'PROTECTED' AND operation <> 'LOAN_REPAYMENT' THEN
        reason := 'PROTECTED';
    ELSIF operation = 'OPEN_WINDOW' THEN
        SELECT w.allowed, w.reason, w.until INTO allowed, reason, until
        FROM fallow.may_open_window(account, blocked_until IS NOT NULL, at) AS w;
    ELSE
        reason := coalesce(state, 'ACTIVE');
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
        IF moved IS NOT NULL THEN
            PERFORM
            FROM fallow.standing_freezes() AS f
            WHERE f.account_id = account
                AND (f.asset = moved OR f.asset IS NULL OR f.asset NOT IN ('CHANGE', 'BANK_SAVINGS', 'WEALTH'))
            LIMIT 1;
            IF FOUND THEN
                reason := 'FROZEN';
                until := NULL;
                RETURN;
            END IF;
        END IF;
        allowed := true;
    END IF;
END
$$;

-- Whether a window may be opened on an account that is neither PROTECTED nor RECYCLED: blocked, with something to fetch, and not sooner
-- than the policy of the latest night lets it be opened again.
CREATE FUNCTION fallow.may_open_window(
        account fallow.account_id, blocked boolean, at timestamptz,
        OUT allowed boolean, OUT reason text, OUT until timestamptz)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
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
        FROM fallow.account_exclusion AS x
        WHERE x.account_id = account
            AND coalesce(x.reason, 'UNKNOWN') NOT IN ('BLOCKED', 'JUDICIAL_FREEZE')
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

-- Opens a window as of that instant. It waits for the account's lifecycle row as a payment would: recycling has it, or comes after and
-- finds the window. Refused with the constraint name fallow_window.
CREATE FUNCTION fallow.open_window_at(
        account fallow.account_id, device text, evidence text, opened_by text, at timestamptz,
        OUT window_id bigint, OUT until timestamptz)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    answer record;
    policy record;
    already text;
BEGIN
    IF coalesce(btrim(device), '') = '' OR coalesce(btrim(opened_by), '') = '' THEN
        RAISE EXCEPTION 'account %: a window must say who opens it, and from which device that was commonly used', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_window';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR SHARE;
    SELECT p.allowed, p.reason, p.until INTO answer FROM fallow.permits(account, 'OPEN_WINDOW', at) AS p;
    IF NOT answer.allowed THEN
        RAISE EXCEPTION 'account %: no property window can be opened: %', account,
            answer.reason || coalesce(' until ' || to_char(answer.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
    END IF;
    SELECT v.version, v.window_open_for INTO policy
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    UPDATE fallow.property_window AS w
    SET expired_at = at
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until <= at;
    INSERT INTO fallow.property_window AS w (account_id, opened_at, until, policy_version, device, evidence, opened_by)
    VALUES (account, at, at + policy.window_open_for, policy.version, device, evidence, opened_by)
    RETURNING w.window_id, w.until INTO window_id, until;
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS already = CONSTRAINT_NAME;
    IF already <> 'property_window_one_an_account' THEN
        RAISE;
    END IF;
    RAISE EXCEPTION 'account %: no property window can be opened: WINDOW_OPEN', account
        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
END
$$;

-- Records what is done through the open window, in the transaction that does it: refused, and so undone, when it is not permitted.
CREATE FUNCTION fallow.use_window_at(
        account fallow.account_id, operation text, reference text, recorded_by text, at timestamptz)
    RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    answer record;
    used bigint;
BEGIN
    IF coalesce(btrim(reference), '') = '' OR coalesce(btrim(recorded_by), '') = '' THEN
        RAISE EXCEPTION 'account %: the use of a window must say what was done, and who records it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_window';
    END IF;
    SELECT p.allowed, p.reason INTO answer FROM fallow.permits(account, operation, at) AS p;
    IF NOT answer.allowed OR answer.reason <> 'WINDOW_OPEN' THEN
        RAISE EXCEPTION 'account %: % is not done through a property window: %', account, operation, answer.reason
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
    END IF;
    INSERT INTO fallow.window_use AS u (window_id, used_at, operation, reference, recorded_by)
    SELECT w.window_id, at, use_window_at.operation, use_window_at.reference, use_window_at.recorded_by
    FROM fallow.property_window AS w
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until > at
    RETURNING u.use_id INTO STRICT used;
    RETURN used;
END
$$;

-- The same two for the platform, as of now.
CREATE FUNCTION fallow.open_window(
        account fallow.account_id, device text, evidence text, opened_by text,
        OUT window_id bigint, OUT until timestamptz)
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS 'SELECT w.window_id, w.until FROM fallow.open_window_at(account, device, evidence, opened_by, statement_timestamp()) AS w';

CREATE FUNCTION fallow.use_window(account fallow.account_id, operation text, reference text, recorded_by text)
    RETURNS bigint
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS 'SELECT fallow.use_window_at(account, operation, reference, recorded_by, statement_timestamp())';

GRANT SELECT ON fallow.property_window, fallow.window_use TO fallow_runtime, fallow_auditor;
GRANT UPDATE (expired_at) ON fallow.property_window TO fallow_runtime;

REVOKE ALL ON FUNCTION
    fallow.known_blocks(), fallow.known_freezes(), fallow.standing_blocks(), fallow.standing_freezes(),
    fallow.permits(fallow.account_id, text, timestamptz),
    fallow.may_open_window(fallow.account_id, boolean, timestamptz),
    fallow.open_window_at(fallow.account_id, text, text, text, timestamptz),
    fallow.use_window_at(fallow.account_id, text, text, text, timestamptz),
    fallow.open_window(fallow.account_id, text, text, text),
    fallow.use_window(fallow.account_id, text, text, text)
    FROM PUBLIC;

GRANT EXECUTE ON FUNCTION fallow.known_blocks(), fallow.known_freezes() TO fallow_runtime, fallow_auditor;
GRANT EXECUTE ON FUNCTION
    fallow.open_window_at(fallow.account_id, text, text, text, timestamptz),
    fallow.use_window_at(fallow.account_id, text, text, text, timestamptz)
    TO fallow_runtime;

-- The platform's own login asks, opens and records, and can do nothing else here.
GRANT USAGE ON SCHEMA fallow TO fallow_platform;
GRANT EXECUTE ON FUNCTION fallow.permits(fallow.account_id, text, timestamptz) TO fallow_platform, fallow_runtime, fallow_auditor;
GRANT EXECUTE ON FUNCTION
    fallow.open_window(fallow.account_id, text, text, text),
    fallow.use_window(fallow.account_id, text, text, text)
    TO fallow_platform;
