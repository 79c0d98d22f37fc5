-- A recycled handle is kept for its former owner: nobody else may register it. Safe to repeat.
-- Attached after a bulk load, which reserves nothing and would pay for each row.

CREATE OR REPLACE FUNCTION platform.refuse_reserved_handle() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM platform.reserved_handle
        WHERE digest = platform.handle_digest(NEW.handle)
          AND account_id <> NEW.account_id
    ) THEN
        RAISE EXCEPTION 'the handle of account % is reserved for a former owner', NEW.account_id
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'reserved_handle';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER reserved_handle
    BEFORE INSERT OR UPDATE OF handle ON platform.account
    FOR EACH ROW WHEN (NEW.handle IS NOT NULL)
    EXECUTE FUNCTION platform.refuse_reserved_handle();
