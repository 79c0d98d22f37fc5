-- A released account's handle is not given to anybody else. Safe to repeat.
-- Attached after a bulk load, which meets no retired handle and would pay for each row.

CREATE OR REPLACE FUNCTION platform.refuse_retired_handle() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM platform.retired_handle
        WHERE digest = platform.handle_digest(NEW.handle)
    ) THEN
        RAISE EXCEPTION 'the handle of account % belonged to a released account', NEW.account_id
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'retired_handle';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER retired_handle
    BEFORE INSERT OR UPDATE OF handle ON platform.account
    FOR EACH ROW WHEN (NEW.handle IS NOT NULL)
    EXECUTE FUNCTION platform.refuse_retired_handle();
