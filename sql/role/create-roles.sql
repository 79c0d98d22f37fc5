-- The roles Fallow knows. Roles belong to the whole server: one that exists already is left as it is.
-- Run by `fallow init`; a DBA may run it beforehand where the installing login may not create roles.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['fallow_owner', 'fallow_contract', 'fallow_runtime', 'fallow_auditor', 'fallow_platform', 'fallow_publisher'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another installer of the same server was quicker
            END;
        END IF;
    END LOOP;
    -- From 16 on who creates a role may administer it, and must say so to become it: objects are made as fallow_owner, and given to
    -- fallow_contract.
    FOREACH wanted IN ARRAY ARRAY['fallow_owner', 'fallow_contract'] LOOP
        IF NOT pg_has_role(current_user, wanted, 'USAGE') THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE NOTICE 'fallow: a superuser has to GRANT % TO %', wanted, current_user;
            END;
        END IF;
    END LOOP;
END
$$;
