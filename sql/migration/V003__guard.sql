-- The guard: a payment or login always wins against recycling, or is refused because recycling has won. Never both.

CREATE TABLE fallow.guard (
    guarded_table text        NOT NULL,
    key_column    text        NOT NULL,
    attached_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT guard_pk PRIMARY KEY (guarded_table)
);

-- The transaction id that the latest recycling began with. A sequence, because it is read as it is now whatever the reader's snapshot.
CREATE SEQUENCE fallow.recycling_horizon MINVALUE 0 START 0;

-- A transaction above READ COMMITTED sees the ledger as it was when it began: of an account protected and recycled since, it would not
-- even see the row. It is sent back, as such transactions must expect. A horizon from another cluster's life is ignored.
CREATE FUNCTION fallow.require_fresh_snapshot() RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    horizon bigint;
BEGIN
    SELECT last_value INTO horizon FROM fallow.recycling_horizon;
    IF horizon BETWEEN pg_snapshot_xmax(pg_current_snapshot())::text::bigint AND pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'accounts were recycled since this transaction began: its snapshot is too old to write by'
            USING ERRCODE = 'serialization_failure', HINT = 'Try the transaction again.';
    END IF;
END
$$;

-- Attaches the guard to one of the platform's activity or property tables, whose account key is in key_column.
-- The trigger function is made for that table, so that its probe is a cached plan on a typed column.
-- It takes its transaction id before it looks: recycling's barrier waits for every transaction that could still write unseen.
-- With refuses => false a table only takes the lock, as where an authority's freeze or a block is recorded: those must still reach an
-- account in its quarantine, and then keep it from being released.
CREATE FUNCTION fallow.attach_guard(guarded regclass, key_column text, refuses boolean DEFAULT true) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $attach$
DECLARE
    qualified text;
    function_name text;
BEGIN
    SELECT format('%I.%I', n.nspname, c.relname), left(format('guard_%s_%s', n.nspname, c.relname), 54) || '_' || left(md5(format('%I.%I', n.nspname, c.relname)), 8)
    INTO STRICT qualified, function_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = guarded;

    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = guarded AND attname = key_column AND attnum > 0 AND NOT attisdropped) THEN
        RAISE EXCEPTION 'table % has no column %', qualified, key_column USING ERRCODE = 'undefined_column';
    END IF;

    EXECUTE format($make$
        CREATE OR REPLACE FUNCTION fallow.%1$I() RETURNS trigger
            LANGUAGE plpgsql
            SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
        AS $guard$
        DECLARE
            -- taken here, not by PERFORM, which would make a statement of it: a sixth of what the guard costs
            own_id xid8 := pg_current_xact_id();
            standing fallow.state;
        BEGIN
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
            IF TG_OP = 'INSERT' THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR OLD.%2$I IS DISTINCT FROM NEW.%2$I THEN
                SELECT state INTO standing FROM fallow.account_lifecycle WHERE account_id = OLD.%2$I FOR SHARE;
                IF standing = 'RECYCLED' AND %4$L THEN
                    RAISE EXCEPTION 'account %% is recycled: %% on %3$s refused', OLD.%2$I, TG_OP
                        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $guard$ $make$, function_name, key_column, replace(replace(qualified, '''', ''''''), '%', '%%'), refuses);
    EXECUTE format('ALTER FUNCTION fallow.%I() OWNER TO fallow_owner', function_name);
    EXECUTE format('REVOKE ALL ON FUNCTION fallow.%I() FROM PUBLIC', function_name);
    -- replaced, never dropped: attaching anew does not lock out the platform's readers
    EXECUTE format('CREATE OR REPLACE TRIGGER fallow_guard BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION fallow.%I()',
        qualified, function_name);
    INSERT INTO fallow.guard (guarded_table, key_column)
    VALUES (qualified, attach_guard.key_column)
    ON CONFLICT ON CONSTRAINT guard_pk DO UPDATE SET key_column = excluded.key_column;
END
$attach$;

-- Takes the guard off a table, or forgets a table that is gone. Until then a missing guard fails every night.
CREATE FUNCTION fallow.detach_guard(guarded text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF to_regclass(guarded) IS NOT NULL THEN
        EXECUTE format('DROP TRIGGER IF EXISTS fallow_guard ON %s', to_regclass(guarded));
    END IF;
    DELETE FROM fallow.guard WHERE guarded_table = guarded;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no guard was ever attached to %', guarded USING ERRCODE = 'undefined_object';
    END IF;
END
$$;
