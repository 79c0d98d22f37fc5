-- The guard, on whatever a platform's table is. It fires AFTER each row: then the key is what every BEFORE trigger and every generated column
-- has made of it. Its lock is held until the transaction ends, which is all that recycling needs.

ALTER TABLE fallow.guard
    DROP CONSTRAINT guard_pk,
    ADD COLUMN refuses       boolean NOT NULL DEFAULT true,
    ADD COLUMN function_name text,
    ADD COLUMN digest        text,
    ADD CONSTRAINT guard_pk PRIMARY KEY (guarded_table, key_column);

-- Until now whether a guard refuses stood in its function alone.
UPDATE fallow.guard AS g
SET refuses = false
FROM pg_proc AS p
WHERE p.pronamespace = 'fallow'::regnamespace
    AND p.prosrc LIKE '%= ''RECYCLED'' AND ''f'' THEN%'
    AND p.prosrc LIKE '%on ' || replace(g.guarded_table, '''', '''''') || ' refused%';

DROP FUNCTION fallow.attach_guard(regclass, text, boolean);
DROP FUNCTION fallow.detach_guard(text);

-- The table and all that its rows may lie in: its partitions, or the children that inherit from it.
CREATE FUNCTION fallow.guarded_relations(guarded regclass)
    RETURNS TABLE (relation regclass, kind "char", depth integer)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE member AS (
        SELECT c.oid, c.relkind, 0 AS depth
        FROM pg_class AS c
        WHERE c.oid = guarded
        UNION ALL
        SELECT c.oid, c.relkind, m.depth + 1
        FROM member AS m
        JOIN pg_inherits AS i ON i.inhparent = m.oid
        JOIN pg_class AS c ON c.oid = i.inhrelid
    )
    SELECT DISTINCT ON (m.oid) m.oid::regclass, m.relkind, m.depth
    FROM member AS m
    ORDER BY m.oid, m.depth
$$;

-- Why the column cannot be guarded; NULL: it can.
CREATE FUNCTION fallow.why_not_guarded(guarded regclass, key_column text, refuses boolean) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key record;
    key_type oid := (SELECT t.typbasetype FROM pg_type AS t WHERE t.oid = 'fallow.account_id'::regtype);
    foreign_member regclass;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = guarded
            AND c.relkind IN ('r', 'p')
            AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'fallow')
    ) THEN
        RETURN 'it is no ordinary or partitioned table of the platform: no trigger of ours sees what is written to it';
    END IF;
    SELECT r.relation INTO foreign_member FROM fallow.guarded_relations(guarded) AS r WHERE r.kind NOT IN ('r', 'p') ORDER BY r.relation LIMIT 1;
    IF foreign_member IS NOT NULL THEN
        RETURN format('%s is part of it and a foreign table: no trigger sees what is written to it elsewhere', foreign_member);
    END IF;
    WITH RECURSIVE looked_through AS (
        SELECT a.atttypid AS type, a.attcollation AS collation, a.attgenerated AS generated
        FROM pg_attribute AS a
        WHERE a.attrelid = guarded
            AND a.attname = key_column
            AND a.attnum > 0
            AND NOT a.attisdropped
        UNION ALL
        SELECT t.typbasetype, l.collation, l.generated
        FROM looked_through AS l
        JOIN pg_type AS t ON t.oid = l.type AND t.typtype = 'd'
    )
    SELECT l.type, l.generated, coalesce(c.collisdeterministic, true) AS deterministic
    INTO key
    FROM looked_through AS l
    JOIN pg_type AS t ON t.oid = l.type AND t.typtype <> 'd'
    LEFT JOIN pg_collation AS c ON c.oid = l.collation;
    IF NOT FOUND THEN
        RETURN format('it has no column %s', key_column);
    END IF;
    IF key.generated = 'v' THEN
        RETURN format('column %s is a virtual generated column, and has no value while rows are written', key_column);
    END IF;
    IF NOT key.deterministic THEN
        RETURN format('column %s is of a nondeterministic collation: two keys that differ would be one there, and two accounts to Fallow', key_column);
    END IF;
    IF NOT key.type = ANY (CASE key_type
        WHEN 'bigint'::regtype THEN ARRAY['bigint', 'integer', 'smallint']::regtype[]::oid[]
        WHEN 'uuid'::regtype THEN ARRAY['uuid']::regtype[]::oid[]
        ELSE ARRAY['text', 'character varying', 'character']::regtype[]::oid[]
    END) THEN
        RETURN format('column %s is of type %s, and accounts'' keys are of type %s (fallow.account-id-type): they do not compare by the'
            ' same rules, or by no index', key_column, format_type(key.type, NULL), format_type(key_type, NULL));
    END IF;
    IF refuses AND EXISTS (SELECT FROM pg_subscription_rel AS s JOIN fallow.guarded_relations(guarded) AS r ON r.relation = s.srrelid) THEN
        RETURN 'a subscription writes to it, and a guard that refuses a row would halt all of its replication; attach it with refuses => false,'
            ' and let the publisher''s side refuse';
    END IF;
    RETURN NULL;
END
$$;

-- Attaches the guard to a column of one of the platform's activity or property tables that holds an account's key; a table with several
-- such columns has a guard for each. Refused with the reason, before anything is made, where a guard could not do its work.
--
-- The trigger function is made for the column, so that its probe is a cached plan on a typed column. When the column was renamed, dropped or
-- changed since, it lets writes through with a warning: a guard that cannot work must not stop the platform, and loses nothing, since no
-- night recycles, cancels or releases while one cannot (precondition guards-stand, asked before each night and again under each lock).
-- Whether it can is looked up once a transaction, and remembered in a setting that gives whoever forges it an error, and nothing else.
--
-- With refuses => false a table only takes the lock, as where an authority's freeze or a block is recorded: those must still reach an
-- account in its quarantine, and then keep it from being released.
CREATE FUNCTION fallow.attach_guard(guarded regclass, key_column text, refuses boolean DEFAULT true) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $attach$
DECLARE
    qualified text;
    wanted_name text;
    why_not text := fallow.why_not_guarded(guarded, key_column, refuses);
    key_type oid;
    member record;
BEGIN
    SELECT format('%I.%I', n.nspname, c.relname)
    INTO STRICT qualified
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.oid = guarded;
    IF why_not IS NOT NULL THEN
        RAISE EXCEPTION 'table % cannot be guarded by its column %: %', qualified, key_column, why_not
            USING ERRCODE = 'wrong_object_type', CONSTRAINT = 'fallow_guard';
    END IF;
    -- plain letters, since it is a setting's name, too; with a digest, since it is cut to what a name may be long
    wanted_name := left(regexp_replace(format('guard_%s_%s', qualified, key_column), '[^a-zA-Z0-9]+', '_', 'g'), 43)
        || '_' || left(md5(qualified || '/' || key_column), 12);
    SELECT a.atttypid INTO STRICT key_type FROM pg_attribute AS a WHERE a.attrelid = guarded AND a.attname = key_column AND a.attnum > 0;

    EXECUTE format($make$
        CREATE OR REPLACE FUNCTION fallow.%1$I() RETURNS trigger
            LANGUAGE plpgsql
            SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            SET row_security = off
        AS $guard$
        DECLARE
            standing fallow.state;
        BEGIN
            IF current_setting('fallow.%1$s', true) IS DISTINCT FROM 'works' THEN
                PERFORM FROM pg_attribute AS a WHERE a.attrelid = TG_RELID AND a.attname = %5$L AND a.atttypid = %6$s;
                IF NOT FOUND THEN
                    RAISE WARNING 'fallow: the guard on %3$s cannot work, its column %7$s is not what it was; no account is recycled until it does';
                    RETURN NULL;
                END IF;
                PERFORM set_config('fallow.%1$s', 'works', true);
            END IF;
            IF current_setting('transaction_isolation') <> 'read committed' THEN
                PERFORM fallow.require_fresh_snapshot();
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT state INTO standing FROM fallow.account_lifecycle WHERE account_id = NEW.%2$I FOR SHARE;
                IF standing = 'RECYCLED' AND %4$L THEN
                    RAISE EXCEPTION 'account %% is recycled: %% on %3$s refused', NEW.%2$I, TG_OP
                        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.%2$I IS DISTINCT FROM NEW.%2$I THEN
                SELECT state INTO standing FROM fallow.account_lifecycle WHERE account_id = OLD.%2$I FOR SHARE;
                IF standing = 'RECYCLED' AND %4$L THEN
                    RAISE EXCEPTION 'account %% is recycled: %% on %3$s refused', OLD.%2$I, TG_OP
                        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard';
                END IF;
            END IF;
            RETURN NULL;
        END
        $guard$ $make$, wanted_name, key_column, replace(replace(qualified, '''', ''''''), '%', '%%'), refuses, key_column, key_type,
        replace(replace(key_column, '''', ''''''), '%', '%%'));
    EXECUTE format('ALTER FUNCTION fallow.%I() OWNER TO fallow_owner', wanted_name);
    EXECUTE format('REVOKE ALL ON FUNCTION fallow.%I() FROM PUBLIC', wanted_name);

    -- a partition has its row trigger from its parent; a child that inherits has none of its own
    FOR member IN
        SELECT r.relation, c.relispartition, r.depth
        FROM fallow.guarded_relations(guarded) AS r
        JOIN pg_class AS c ON c.oid = r.relation
        ORDER BY r.depth, r.relation
    LOOP
        IF member.depth = 0 OR NOT member.relispartition THEN
            EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION fallow.%I()',
                'fallow_' || wanted_name, member.relation, wanted_name);
        END IF;
        EXECUTE format('CREATE OR REPLACE TRIGGER fallow_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION fallow.%I()',
            member.relation,
            CASE
                WHEN refuses OR EXISTS (
                    SELECT
                    FROM fallow.guard AS g
                    WHERE g.guarded_table = qualified
                        AND g.key_column <> attach_guard.key_column
                        AND g.refuses
                ) THEN 'guard_truncate'
                ELSE 'guard_truncate_locking'
            END);
    END LOOP;
    FOR member IN SELECT r.relation FROM fallow.guarded_relations(guarded) AS r ORDER BY r.depth, r.relation LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', member.relation, 'fallow_' || wanted_name);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER fallow_truncate', member.relation);
    END LOOP;
    -- the guard as it was before it fired after each row
    FOR member IN SELECT r.relation FROM fallow.guarded_relations(guarded) AS r ORDER BY r.depth, r.relation LOOP
        IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = member.relation AND t.tgname = 'fallow_guard' AND t.tgparentid = 0) THEN
            EXECUTE format('DROP TRIGGER fallow_guard ON %s', member.relation);
        END IF;
    END LOOP;

    INSERT INTO fallow.guard (guarded_table, key_column, refuses, function_name, digest)
    SELECT qualified, attach_guard.key_column, attach_guard.refuses, wanted_name, md5(p.prosrc)
    FROM pg_proc AS p
    WHERE p.pronamespace = 'fallow'::regnamespace
        AND p.proname = wanted_name
    ON CONFLICT ON CONSTRAINT guard_pk DO UPDATE
    SET
        refuses = excluded.refuses,
        function_name = excluded.function_name,
        digest = excluded.digest;
END
$attach$;

-- TRUNCATE is a write to every row and fires no trigger for one. It meets recycling at the table of lifecycles, for which the night, with its
-- short lock_timeout, gives way. Which accounts it is about nobody can tell: it is refused while any is RECYCLED.
CREATE FUNCTION fallow.guard_truncate() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    LOCK TABLE fallow.account_lifecycle IN SHARE MODE;
    IF EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.state = 'RECYCLED') THEN
        RAISE EXCEPTION 'accounts are recycled, and rows of theirs may be in %.%: TRUNCATE refused', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard',
                HINT = 'DELETE is refused for rows of recycled accounts only; or attach the guard with refuses => false.';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION fallow.guard_truncate_locking() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET row_security = off
AS $$
BEGIN
    LOCK TABLE fallow.account_lifecycle IN SHARE MODE;
    RETURN NULL;
END
$$;

-- Takes the guard off a table, or off one column of it, or forgets a table that is gone. Until then a missing guard fails every night.
CREATE FUNCTION fallow.detach_guard(guarded text, key_column text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    was record;
    member record;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM fallow.guard AS g
        WHERE g.guarded_table = guarded
            AND g.key_column = coalesce(detach_guard.key_column, g.key_column)
    ) THEN
        RAISE EXCEPTION 'no guard was ever attached to %', concat_ws(' by column ', guarded, detach_guard.key_column)
            USING ERRCODE = 'undefined_object';
    END IF;
    FOR was IN
        DELETE FROM fallow.guard AS g
        WHERE g.guarded_table = guarded
            AND g.key_column = coalesce(detach_guard.key_column, g.key_column)
        RETURNING g.function_name
    LOOP
        IF to_regclass(guarded) IS NOT NULL THEN
            FOR member IN SELECT r.relation FROM fallow.guarded_relations(to_regclass(guarded)) AS r ORDER BY r.depth, r.relation LOOP
                IF EXISTS (
                    SELECT
                    FROM pg_trigger AS t
                    WHERE t.tgrelid = member.relation
                        AND t.tgname = 'fallow_' || was.function_name
                        AND t.tgparentid = 0
                ) THEN
                    EXECUTE format('DROP TRIGGER %I ON %s', 'fallow_' || was.function_name, member.relation);
                END IF;
                IF NOT EXISTS (SELECT FROM fallow.guard AS g WHERE g.guarded_table = guarded) THEN
                    EXECUTE format('DROP TRIGGER IF EXISTS fallow_truncate ON %s', member.relation);
                    EXECUTE format('DROP TRIGGER IF EXISTS fallow_guard ON %s', member.relation);
                END IF;
            END LOOP;
        END IF;
        EXECUTE format('DROP FUNCTION IF EXISTS fallow.%I()', was.function_name);
    END LOOP;
END
$$;

-- Attaches every guard anew, as after an upgrade: on partitions and children that have come since, and as this version makes it. A table
-- that is gone, or whose column is, stays as it is: the night names it.
CREATE FUNCTION fallow.reattach_guards() RETURNS integer
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one record;
    attached integer := 0;
BEGIN
    FOR one IN SELECT g.guarded_table, g.key_column, g.refuses FROM fallow.guard AS g ORDER BY g.guarded_table, g.key_column LOOP
        IF to_regclass(one.guarded_table) IS NOT NULL
            AND fallow.why_not_guarded(to_regclass(one.guarded_table), one.key_column, one.refuses) IS NULL
        THEN
            PERFORM fallow.attach_guard(to_regclass(one.guarded_table), one.key_column, one.refuses);
            attached := attached + 1;
        END IF;
    END LOOP;
    RETURN attached;
END
$$;

REVOKE ALL ON FUNCTION
    fallow.guarded_relations(regclass),
    fallow.why_not_guarded(regclass, text, boolean),
    fallow.attach_guard(regclass, text, boolean),
    fallow.guard_truncate(),
    fallow.guard_truncate_locking(),
    fallow.detach_guard(text, text),
    fallow.reattach_guards()
    FROM PUBLIC;

-- what the night asks of every guard
GRANT EXECUTE ON FUNCTION fallow.guarded_relations(regclass), fallow.why_not_guarded(regclass, text, boolean) TO fallow_runtime, fallow_auditor;
