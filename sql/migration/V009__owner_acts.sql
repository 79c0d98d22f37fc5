-- The owner's acts: to be unsealed (R3, R10), to cancel (R8), to be kept, and to have personal data erased.

-- What acts in SQL need to know of a policy. Empty for policies saved before acts were known.
ALTER TABLE fallow.policy_version
    ADD COLUMN zone                text,
    ADD COLUMN cancellation_term   interval,
    ADD COLUMN unseal_max_attempts integer,
    ADD COLUMN unseal_within       interval;

-- What an event says beyond its kind and dates.
ALTER TABLE fallow.event ADD COLUMN detail jsonb;

-- Whether somebody's word is evidence: by which method an identity was verified, under which case number, and by whom. The method is
-- one word in capitals, such as PASSPORT, ID_CARD, CALL_BACK or FACE; which ones count is the platform's business.
CREATE FUNCTION fallow.is_evidence(method text, reference text, given_by text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(method ~ '^[A-Z][A-Z0-9_]{1,39}$' AND btrim(reference) <> '' AND btrim(given_by) <> '', false) $$;

-- Acts that were made in SQL, and so could not seal themselves: their decisions wait for the next night's seal, or `fallow seal acts`.
-- A decision of an act that is neither here nor sealed was added by hand.
CREATE TABLE fallow.platform_act (
    act_id        bigint      NOT NULL,
    business_date date        NOT NULL,
    made_by       text        NOT NULL DEFAULT session_user,
    made_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT platform_act_pk PRIMARY KEY (act_id)
);

CREATE TRIGGER platform_act_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.platform_act
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- ---- unsealing

-- Each attempt to unseal an account, whatever came of it. What was tried over the limit does not count towards it, or whoever keeps
-- trying would lock the owner out.
CREATE TABLE fallow.unseal_attempt (
    attempt_id   bigint            GENERATED ALWAYS AS IDENTITY,
    account_id   fallow.account_id NOT NULL,
    attempted_at timestamptz       NOT NULL,
    recorded_at  timestamptz       NOT NULL DEFAULT now(),
    act_id       bigint,
    outcome      text              NOT NULL,
    why          text,
    method       text,
    reference    text,
    attempted_by text,
    CONSTRAINT unseal_attempt_pk PRIMARY KEY (attempt_id),
    CONSTRAINT unseal_attempt_outcome_is_known CHECK (outcome IN ('UNSEALED', 'REFUSED', 'TOO_MANY')),
    CONSTRAINT unseal_attempt_unsealed_by_an_act CHECK ((outcome = 'UNSEALED') = (act_id IS NOT NULL))
);

CREATE INDEX unseal_attempt_account_idx ON fallow.unseal_attempt (account_id, attempted_at);

CREATE TRIGGER unseal_attempt_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.unseal_attempt
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- Whether the account may be tried once more, and if not, from when on. Whoever asks has the account's attempts to themselves until
-- their transaction ends, and records theirs in it.
CREATE FUNCTION fallow.may_attempt_unseal(
        account fallow.account_id, max_attempts integer, within interval, at timestamptz,
        OUT allowed boolean, OUT until timestamptz)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('fallow unseal'), hashtext(account::text));
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

-- Lifts the protection of an account whose owner was verified, for the platform. It does what `fallow unseal` does, in the caller's
-- transaction; the account is due at once, so that the next night's rule says when it is looked at again. A refusal is an answer and no
-- error, so that the attempt is recorded when the caller commits.
CREATE FUNCTION fallow.unseal(
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
    SELECT m.allowed, m.until INTO may
    FROM fallow.may_attempt_unseal(account, policy.unseal_max_attempts, policy.unseal_within, at) AS m;
    IF NOT may.allowed THEN
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

-- ---- cancelling

-- An owner's request to cancel their account (R8). It waits until nothing is held any more, is revoked, or lapses after its term.
CREATE TABLE fallow.cancellation (
    cancellation_id bigint            GENERATED ALWAYS AS IDENTITY,
    account_id      fallow.account_id NOT NULL,
    requested_on    date              NOT NULL,
    expires_on      date              NOT NULL,
    requested_at    timestamptz       NOT NULL,
    recorded_at     timestamptz       NOT NULL DEFAULT now(),
    policy_version  integer           NOT NULL,
    method          text              NOT NULL,
    reference       text              NOT NULL,
    requested_by    text              NOT NULL,
    settled_in      bigint,
    ended_as        text,
    ended_on        date,
    ended_by        text,
    CONSTRAINT cancellation_pk PRIMARY KEY (cancellation_id),
    CONSTRAINT cancellation_policy_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version (version),
    CONSTRAINT cancellation_settled_in_fk FOREIGN KEY (settled_in) REFERENCES fallow.run (run_id),
    CONSTRAINT cancellation_says_on_whose_word CHECK (fallow.is_evidence(method, reference, requested_by)),
    CONSTRAINT cancellation_has_a_term CHECK (expires_on > requested_on),
    CONSTRAINT cancellation_end_is_known CHECK (ended_as IN ('COMPLETED', 'REVOKED', 'LAPSED')),
    CONSTRAINT cancellation_end_says_when_and_by_whom CHECK (num_nulls(ended_as, ended_on, ended_by) IN (0, 3))
);

-- The pending ones, which are all that a night reads.
CREATE UNIQUE INDEX cancellation_one_an_account ON fallow.cancellation (account_id) WHERE ended_as IS NULL;

CREATE INDEX cancellation_account_idx ON fallow.cancellation (account_id, cancellation_id);

-- What keeps one account from being recycled or cancelled on a date, as the nights read it.
SET LOCAL check_function_bodies = off; -- there is no contract yet

CREATE FUNCTION fallow.held_by(account fallow.account_id, at timestamptz, today date)
    RETURNS TABLE (reason text, detail text)
    LANGUAGE sql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(x.reason, 'UNKNOWN'), x.detail
    FROM fallow.account_exclusion AS x
    WHERE x.account_id = account
    UNION ALL
    SELECT h.reason, h.detail
    FROM fallow.hold AS h
    WHERE h.account_id = account
        AND h.released_at IS NULL
        AND (h.until IS NULL OR h.until >= today)
    UNION ALL
    SELECT 'BLOCKED', 'blocked: ' || b.reason
    FROM fallow.known_blocks() AS b
    WHERE b.account_id = account
        AND (b.since IS NULL OR b.since <= at)
        AND (b.until IS NULL OR b.until > at)
    UNION ALL
    SELECT 'JUDICIAL_FREEZE', coalesce(f.asset, 'ALL') || ' frozen by ' || f.authority
    FROM fallow.known_freezes() AS f
    WHERE f.account_id = account
    UNION ALL
    SELECT 'PROPERTY_WINDOW', NULL
    FROM fallow.property_window AS w
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until > at
$$;

RESET check_function_bodies;

-- Takes a request to cancel as of that instant, under that policy. An ACTIVE account has no lifecycle row: it gets one, which is committed
-- with the request, so that payments begun later meet recycling at it. Refused with the constraint name fallow_cancellation.
CREATE FUNCTION fallow.request_cancellation_at(
        account fallow.account_id, method text, reference text, requested_by text, at timestamptz, under integer,
        OUT cancellation_id bigint, OUT requested_on date, OUT expires_on date)
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
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
    SELECT a.cohort, coalesce(a.last_active_at, a.registered_at) AS active_at INTO activity
    FROM fallow.account_activity AS a
    WHERE a.account_id = account;
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

-- Gives an ACTIVE account with a pending request its lifecycle row, unless it has one. Such a row knows of no act of the owner, and goes
-- with the request; it is due long after that has lapsed, whatever nights were missed. Returns whether there was none.
CREATE FUNCTION fallow.give_row_to_cancel(account fallow.account_id) RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, cohort)
    SELECT
        c.account_id,
        'ACTIVE',
        c.requested_on,
        least(c.requested_on,
            (greatest(coalesce(a.last_active_at, a.registered_at, c.requested_at), timestamptz '0001-01-02 00:00:00Z') AT TIME ZONE v.zone)::date),
        c.expires_on + 30,
        c.policy_version,
        coalesce(a.cohort, 'unknown')
    FROM fallow.cancellation AS c
    JOIN fallow.policy_version AS v ON v.version = c.policy_version
    JOIN fallow.account_activity AS a ON a.account_id = account
    WHERE c.account_id = account
        AND c.ended_as IS NULL
    ON CONFLICT ON CONSTRAINT account_lifecycle_pk DO NOTHING;
    RETURN FOUND;
END
$$;

-- Revokes the pending request. It takes the lifecycle row first, as whoever completes the request does.
CREATE FUNCTION fallow.revoke_cancellation_at(account fallow.account_id, revoked_by text, at timestamptz) RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    revoked record;
BEGIN
    IF coalesce(btrim(revoked_by), '') = '' THEN
        RAISE EXCEPTION 'account %: who revokes a request to cancel must be said', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_cancellation';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    UPDATE fallow.cancellation AS c
    SET
        ended_as = 'REVOKED',
        ended_on = (at AT TIME ZONE v.zone)::date,
        ended_by = revoked_by
    FROM fallow.policy_version AS v
    WHERE v.version = c.policy_version
        AND c.account_id = account
        AND c.ended_as IS NULL
    RETURNING c.cancellation_id, c.ended_on INTO revoked;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no request to cancel is pending', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    DELETE FROM fallow.account_lifecycle AS l
    WHERE l.account_id = account
        AND l.state = 'ACTIVE'
        AND l.owner_acted_on IS NULL;
    INSERT INTO fallow.event (account_id, business_date, kind) VALUES (account, revoked.ended_on, 'CANCELLATION_REVOKED');
    RETURN revoked.cancellation_id;
END
$$;

-- The same two for the platform, as of now and under the policy of the latest night. What is held is what must still be settled; also
-- when that is nothing, the next night completes the request.
CREATE FUNCTION fallow.request_cancellation(
        account fallow.account_id, method text, reference text, requested_by text,
        OUT cancellation_id bigint, OUT expires_on date, OUT unsettled text[])
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    today date;
BEGIN
    SELECT c.cancellation_id, c.requested_on, c.expires_on INTO cancellation_id, today, expires_on
    FROM fallow.request_cancellation_at(account, method, reference, requested_by, statement_timestamp(),
        (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1)) AS c;
    unsettled := ARRAY(
        SELECT DISTINCT h.reason
        FROM fallow.held_by(account, statement_timestamp(), today) AS h
        ORDER BY h.reason
    );
END
$$;

CREATE FUNCTION fallow.revoke_cancellation(account fallow.account_id, revoked_by text) RETURNS bigint
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS 'SELECT fallow.revoke_cancellation_at(account, revoked_by, statement_timestamp())';

-- ---- holds

-- Besides an authority's, those of owners and heirs. A hold with an end is in force on that date, and not after it.
ALTER TABLE fallow.hold
    DROP CONSTRAINT hold_reason_is_known,
    ADD CONSTRAINT hold_reason_is_known CHECK (reason IN ('LEGAL_HOLD', 'MEMORIAL', 'KEEP')),
    ADD COLUMN until date,
    ADD COLUMN released_for text;

-- ---- erasing

-- What the platform was told to erase of a released account, and whether it says that it did.
CREATE TABLE fallow.erasure (
    account_id   fallow.account_id NOT NULL,
    asked_on     date              NOT NULL,
    remind_on    date              NOT NULL,
    run_id       bigint            NOT NULL,
    reminders    integer           NOT NULL DEFAULT 0,
    fields       text[]            NOT NULL,
    legal_basis  text              NOT NULL,
    confirmed_at timestamptz,
    confirmed_by text,
    reference    text,
    CONSTRAINT erasure_pk PRIMARY KEY (account_id),
    CONSTRAINT erasure_says_what_and_why CHECK (fields <> '{}' AND btrim(legal_basis) <> ''),
    CONSTRAINT erasure_confirmation_says_who_and_what CHECK (num_nulls(confirmed_at, confirmed_by, reference) IN (0, 3))
);

CREATE INDEX erasure_unconfirmed_idx ON fallow.erasure (remind_on) WHERE confirmed_at IS NULL;

-- Records that the platform has erased. Refused with the constraint name fallow_erasure.
CREATE FUNCTION fallow.confirm_erasure_at(account fallow.account_id, reference text, confirmed_by text, at timestamptz) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(btrim(reference), '') = '' OR coalesce(btrim(confirmed_by), '') = '' THEN
        RAISE EXCEPTION 'account %: a confirmation must say what was done, and who confirms it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_erasure';
    END IF;
    UPDATE fallow.erasure AS e
    SET
        confirmed_at = at,
        confirmed_by = confirm_erasure_at.confirmed_by,
        reference = confirm_erasure_at.reference
    WHERE e.account_id = account
        AND e.confirmed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no erasure of it waits to be confirmed', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_erasure';
    END IF;
END
$$;

CREATE FUNCTION fallow.confirm_erasure(account fallow.account_id, reference text, confirmed_by text) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS 'SELECT fallow.confirm_erasure_at(account, reference, confirmed_by, statement_timestamp())';

-- ---- who may

GRANT SELECT ON fallow.platform_act, fallow.unseal_attempt, fallow.cancellation, fallow.erasure TO fallow_runtime, fallow_auditor;
GRANT INSERT ON fallow.unseal_attempt, fallow.erasure TO fallow_runtime;
GRANT UPDATE (settled_in, ended_as, ended_on, ended_by) ON fallow.cancellation TO fallow_runtime;
GRANT UPDATE (remind_on, reminders) ON fallow.erasure TO fallow_runtime;

REVOKE ALL ON FUNCTION
    fallow.is_evidence(text, text, text),
    fallow.may_attempt_unseal(fallow.account_id, integer, interval, timestamptz),
    fallow.unseal(fallow.account_id, text, text, text),
    fallow.held_by(fallow.account_id, timestamptz, date),
    fallow.request_cancellation_at(fallow.account_id, text, text, text, timestamptz, integer),
    fallow.give_row_to_cancel(fallow.account_id),
    fallow.revoke_cancellation_at(fallow.account_id, text, timestamptz),
    fallow.request_cancellation(fallow.account_id, text, text, text),
    fallow.revoke_cancellation(fallow.account_id, text),
    fallow.confirm_erasure_at(fallow.account_id, text, text, timestamptz),
    fallow.confirm_erasure(fallow.account_id, text, text)
    FROM PUBLIC;

-- is_evidence is part of a constraint: whoever changes a row of fallow.cancellation calls it
GRANT EXECUTE ON FUNCTION
    fallow.is_evidence(text, text, text),
    fallow.may_attempt_unseal(fallow.account_id, integer, interval, timestamptz),
    fallow.request_cancellation_at(fallow.account_id, text, text, text, timestamptz, integer),
    fallow.give_row_to_cancel(fallow.account_id),
    fallow.revoke_cancellation_at(fallow.account_id, text, timestamptz),
    fallow.confirm_erasure_at(fallow.account_id, text, text, timestamptz)
    TO fallow_runtime;

GRANT EXECUTE ON FUNCTION
    fallow.unseal(fallow.account_id, text, text, text),
    fallow.request_cancellation(fallow.account_id, text, text, text),
    fallow.revoke_cancellation(fallow.account_id, text),
    fallow.confirm_erasure(fallow.account_id, text, text)
    TO fallow_platform;
