-- After the adopter's contract: its functions run with its owner's rights and a fixed search_path, and only for the runtime role.
-- Nights force custom plans; within these functions that would plan the guard's probe anew for each row the platform writes, at
-- three times the cost of the write.
DO $$
DECLARE
    act record;
BEGIN
    FOR act IN
        SELECT p.oid::regprocedure AS signature, coalesce(p.proconfig::text LIKE '%search_path=%', false) AS has_path,
            coalesce(p.proconfig::text LIKE '%plan_cache_mode=%', false) AS has_plan_cache_mode
        FROM pg_proc AS p
        WHERE p.pronamespace = 'fallow'::regnamespace
            AND p.proname IN ('apply_protect', 'apply_unseal', 'apply_recycle', 'apply_restore', 'apply_release')
            AND p.pronargs = 1
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', act.signature);
        IF NOT act.has_path THEN
            EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, fallow, pg_temp', act.signature);
        END IF;
        IF NOT act.has_plan_cache_mode THEN
            EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode = auto', act.signature);
        END IF;
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', act.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fallow_runtime, fallow_owner', act.signature);
    END LOOP;
END
$$;

-- The owner's side asks these views with fallow_owner's rights.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze'] LOOP
        IF to_regclass('fallow.' || wanted) IS NOT NULL THEN
            EXECUTE format('GRANT SELECT ON fallow.%I TO fallow_owner, fallow_runtime, fallow_auditor', wanted);
        END IF;
    END LOOP;
END
$$;

-- Blocks and freezes are read from the contract's optional views where there are any. Bodies are not checked here: a column of
-- the wrong type is reported with all else that is wrong with the contract.
SET LOCAL check_function_bodies = off;

DO $$
DECLARE
    has_blocks boolean := to_regclass('fallow.account_block') IS NOT NULL;
    has_freezes boolean := to_regclass('fallow.account_freeze') IS NOT NULL;
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.known_blocks()
        RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz, reason text) LANGUAGE sql STABLE AS %L',
        CASE WHEN has_blocks
            THEN 'SELECT b.account_id, b.since, b.until, b.reason FROM fallow.account_block AS b'
            ELSE 'SELECT NULL::fallow.account_id, NULL::timestamptz, NULL::timestamptz, NULL::text WHERE false'
        END);
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.standing_blocks()
        RETURNS TABLE (account_id fallow.account_id, since timestamptz, until timestamptz) LANGUAGE sql STABLE AS %L',
        CASE WHEN has_blocks
            THEN 'SELECT b.account_id, b.since, b.until FROM fallow.account_block AS b'
            ELSE 'SELECT x.account_id, NULL::timestamptz, NULL::timestamptz FROM fallow.account_exclusion AS x WHERE x.reason = ''BLOCKED'''
        END);
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.known_freezes()
        RETURNS TABLE (account_id fallow.account_id, asset text, authority text) LANGUAGE sql STABLE AS %L',
        CASE WHEN has_freezes
            THEN 'SELECT f.account_id, f.asset, f.authority FROM fallow.account_freeze AS f'
            ELSE 'SELECT NULL::fallow.account_id, NULL::text, NULL::text WHERE false'
        END);
    EXECUTE format('CREATE OR REPLACE FUNCTION fallow.standing_freezes()
        RETURNS TABLE (account_id fallow.account_id, asset text) LANGUAGE sql STABLE AS %L',
        CASE WHEN has_freezes
            THEN 'SELECT f.account_id, f.asset FROM fallow.account_freeze AS f'
            ELSE 'SELECT x.account_id, NULL::text FROM fallow.account_exclusion AS x WHERE x.reason = ''JUDICIAL_FREEZE'''
        END);
END
$$;

RESET check_function_bodies;
