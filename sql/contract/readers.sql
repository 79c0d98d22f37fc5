-- How the owner's side reads the contract: functions of fallow_contract, with its rights on the platform and none on Fallow's tables. Keys come
-- as arguments, and reach the platform's indexes as constants. Run by `fallow init`, with and without a contract; safe to repeat.

CREATE OR REPLACE FUNCTION fallow.read_activity(accounts fallow.account_id[])
    RETURNS TABLE (account_id fallow.account_id, cohort text, registered_at timestamptz, last_active_at timestamptz)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    RETURN QUERY
    SELECT a.account_id, a.cohort, a.registered_at, a.last_active_at
    FROM fallow.account_activity AS a
    WHERE a.account_id = ANY (accounts);
END
$$;

CREATE OR REPLACE FUNCTION fallow.read_exclusions(accounts fallow.account_id[])
    RETURNS TABLE (account_id fallow.account_id, reason text, detail text)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    RETURN QUERY
    SELECT x.account_id, x.reason, x.detail
    FROM fallow.account_exclusion AS x
    WHERE x.account_id = ANY (accounts);
END
$$;

CREATE OR REPLACE FUNCTION fallow.read_blocks(accounts fallow.account_id[])
    RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz, reason text)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    RETURN QUERY
    SELECT b.account_id, b.since, b.until, b.reason
    FROM fallow.known_blocks() AS b
    WHERE b.account_id = ANY (accounts);
END
$$;

CREATE OR REPLACE FUNCTION fallow.read_freezes(accounts fallow.account_id[])
    RETURNS TABLE (account_id fallow.account_id, asset text, authority text)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    RETURN QUERY
    SELECT f.account_id, f.asset, f.authority
    FROM fallow.known_freezes() AS f
    WHERE f.account_id = ANY (accounts);
END
$$;

-- Things held by keys that are no account's on the platform, at most so many.
CREATE OR REPLACE FUNCTION fallow.read_orphans(at_most integer)
    RETURNS TABLE (account_id fallow.account_id, reason text)
    LANGUAGE plpgsql STABLE
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    RETURN QUERY
    SELECT h.account_id, h.reason
    FROM (
        SELECT x.account_id, x.reason FROM fallow.account_exclusion AS x
        UNION ALL
        SELECT b.account_id, 'BLOCKED' FROM fallow.known_blocks() AS b
        UNION ALL
        SELECT f.account_id, 'JUDICIAL_FREEZE' FROM fallow.known_freezes() AS f
    ) AS h
    WHERE h.account_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = h.account_id)
    LIMIT at_most;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR object_not_in_prerequisite_state THEN
    -- one value that a view cannot compute: nights look beside it
    RETURN QUERY SELECT CAST(NULL AS fallow.account_id), SQLERRM;
END
$$;

-- For fallow.permits, which is asked at each login: until when the account is blocked; infinity: without an end; NULL: it is not. A contract
-- without a view of blocks reports them as the exclusion BLOCKED.
DO $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.blocked_until(account fallow.account_id, at timestamptz) RETURNS timestamptz
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS %L',
        CASE WHEN to_regclass('fallow.account_block') IS NOT NULL
            THEN 'BEGIN RETURN (SELECT max(coalesce(b.until, ''infinity'')) FROM fallow.account_block AS b WHERE b.account_id = account'
                || ' AND (b.since IS NULL OR b.since <= at) AND (b.until IS NULL OR b.until > at)); END'
            ELSE 'BEGIN RETURN (SELECT ''infinity''::timestamptz FROM fallow.account_exclusion AS x WHERE x.account_id = account'
                || ' AND x.reason = ''BLOCKED'' LIMIT 1); END'
        END);
    -- whether what is moved of the account is frozen, or all of it
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.is_frozen(account fallow.account_id, moved text) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS %L',
        CASE WHEN to_regclass('fallow.account_freeze') IS NOT NULL
            THEN 'BEGIN RETURN EXISTS (SELECT FROM fallow.account_freeze AS f WHERE f.account_id = account AND (f.asset = moved'
                || ' OR f.asset IS NULL OR f.asset NOT IN (''CHANGE'', ''BANK_SAVINGS'', ''WEALTH''))); END'
            ELSE 'BEGIN RETURN EXISTS (SELECT FROM fallow.account_exclusion AS x WHERE x.account_id = account'
                || ' AND x.reason = ''JUDICIAL_FREEZE''); END'
        END);
END
$$;
