-- After the adopter's contract, whoever wrote OWNER TO what: its views and functions belong to fallow_contract, which may do on the platform what
-- it was granted, and nothing on Fallow's own tables. Functions run with its rights and a fixed search_path, for those who need them.
-- Nights force custom plans; within these functions that would plan the guard's probe anew for each row the platform writes, at
-- three times the cost of the write.
GRANT CREATE ON SCHEMA fallow TO fallow_contract;

DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT p.oid::regprocedure AS signature, coalesce(p.proconfig::text LIKE '%search_path=%', false) AS has_path,
            coalesce(p.proconfig::text LIKE '%plan_cache_mode=%', false) AS has_plan_cache_mode,
            p.proname LIKE 'apply\_%' AS is_act
        FROM pg_proc AS p
        WHERE p.pronamespace = 'fallow'::regnamespace
            AND (p.proname IN ('apply_protect', 'apply_unseal', 'apply_recycle', 'apply_restore', 'apply_release') AND p.pronargs = 1
                OR p.proname IN ('read_activity', 'read_exclusions', 'read_blocks', 'read_freezes', 'read_orphans', 'blocked_until', 'is_frozen'))
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET row_security = off', made.signature);
        IF NOT made.has_path THEN
            EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, fallow, pg_temp', made.signature);
        END IF;
        IF made.is_act AND NOT made.has_plan_cache_mode THEN
            EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode = auto', made.signature);
        END IF;
        EXECUTE format('ALTER FUNCTION %s OWNER TO fallow_contract', made.signature);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fallow_owner', made.signature);
        IF made.is_act THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fallow_runtime', made.signature);
        END IF;
    END LOOP;
END
$$;

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze'] LOOP
        IF to_regclass('fallow.' || wanted) IS NOT NULL THEN
            EXECUTE format('ALTER TABLE fallow.%I OWNER TO fallow_contract', wanted);
            EXECUTE format('REVOKE ALL ON fallow.%I FROM PUBLIC, fallow_owner', wanted);
            EXECUTE format('GRANT SELECT ON fallow.%I TO fallow_runtime, fallow_auditor', wanted);
        END IF;
    END LOOP;
END
$$;

-- Blocks and freezes are read from the contract's optional views where there are any. Bodies are not checked here: a column of
-- the wrong type is reported with all else that is wrong with the contract.
SET LOCAL check_function_bodies = off;

DO $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.known_blocks()
        RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz, reason text) LANGUAGE sql STABLE AS %L',
        CASE WHEN to_regclass('fallow.account_block') IS NOT NULL
            THEN 'SELECT b.account_id, b.since, b.until, b.reason FROM fallow.account_block AS b'
            ELSE 'SELECT NULL::fallow.account_id, NULL::timestamptz, NULL::timestamptz, NULL::text WHERE false'
        END);
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.known_freezes()
        RETURNS TABLE (account_id fallow.account_id, asset text, authority text) LANGUAGE sql STABLE AS %L',
        CASE WHEN to_regclass('fallow.account_freeze') IS NOT NULL
            THEN 'SELECT f.account_id, f.asset, f.authority FROM fallow.account_freeze AS f'
            ELSE 'SELECT NULL::fallow.account_id, NULL::text, NULL::text WHERE false'
        END);
END
$$;

RESET check_function_bodies;

-- merged into the night's statements and the readers', and so run by both
GRANT EXECUTE ON FUNCTION fallow.known_blocks(), fallow.known_freezes() TO fallow_contract, fallow_runtime, fallow_auditor;

REVOKE CREATE ON SCHEMA fallow FROM fallow_contract;
