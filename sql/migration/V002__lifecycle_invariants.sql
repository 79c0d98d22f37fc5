-- The state diagram, repeated where no program can forget it.

-- Not asked about protection, DORMANT to PROTECTED: see the trigger's condition, which a rule for it would have to change.
CREATE FUNCTION fallow.check_transition() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = fallow, pg_temp
AS $$
DECLARE
    aged boolean;
    cancelled boolean := false;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('RECYCLED', 'RELEASED') THEN
            RAISE EXCEPTION 'account % is %: its lifecycle row is never deleted', OLD.account_id, OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        -- whoever wants to cancel an ACTIVE account gives it a row, for recycling to lock
        IF NEW.state = 'ACTIVE' AND EXISTS (SELECT FROM cancellation AS c WHERE c.account_id = NEW.account_id AND c.ended_as IS NULL) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'account % cannot enter the lifecycle as %', NEW.account_id, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    aged := coalesce(
        OLD.state = 'PROTECTED'
        AND OLD.clear_since IS NOT NULL
        AND NEW.excluded_for = '{}'
        AND OLD.notices_issued > 0
        AND OLD.recycle_on <= NEW.since
        AND OLD.protected_on < NEW.since
        AND OLD.last_notice_on < NEW.since, false);
    IF NEW.state = 'RECYCLED' AND NOT aged THEN
        -- or its owner wants it: from any state before
        cancelled := EXISTS (
            SELECT
            FROM cancellation AS c
            WHERE c.account_id = NEW.account_id
                AND c.ended_as IS NULL
                AND NEW.since BETWEEN c.requested_on AND c.expires_on
        );
    END IF;
    IF OLD.state = 'RELEASED' OR NOT (
        cancelled OR (OLD.state, NEW.state) IN (('ACTIVE', 'DORMANT'), ('DORMANT', 'ACTIVE'), ('DORMANT', 'PROTECTED'), ('PROTECTED', 'ACTIVE'),
                                   ('PROTECTED', 'RECYCLED'), ('RECYCLED', 'PROTECTED'), ('RECYCLED', 'RELEASED'))
    ) THEN
        RAISE EXCEPTION 'account % cannot go from % to %', NEW.account_id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    IF NEW.state = 'RECYCLED' AND NOT (aged OR cancelled) THEN
        RAISE EXCEPTION 'account % was not protected, warned and free of property for long enough to be recycled', NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    RETURN NEW;
END
$$;

-- AFTER, not BEFORE: a table with a trigger before each row is denied COPY's writing of many rows at once.
CREATE TRIGGER lifecycle_transition_on_insert
    AFTER INSERT ON fallow.account_lifecycle
    FOR EACH ROW WHEN (NEW.state <> 'DORMANT')
    EXECUTE FUNCTION fallow.check_transition();

-- Protection is a step that needs no look at the row, and the one that a first night makes of a third of all accounts: asking the function
-- about each of them took a tenth of that night.
CREATE TRIGGER lifecycle_transition_on_update
    BEFORE UPDATE ON fallow.account_lifecycle
    FOR EACH ROW WHEN (
        OLD.state = 'RELEASED'
        OR (OLD.state <> NEW.state AND NOT (OLD.state = 'DORMANT' AND NEW.state = 'PROTECTED'))
    )
    EXECUTE FUNCTION fallow.check_transition();

CREATE TRIGGER lifecycle_transition_on_delete
    BEFORE DELETE ON fallow.account_lifecycle
    FOR EACH ROW WHEN (OLD.state IN ('RECYCLED', 'RELEASED'))
    EXECUTE FUNCTION fallow.check_transition();

-- Evidence is only ever added, whoever asks.
CREATE FUNCTION fallow.refuse_change_of_evidence() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = fallow, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER decision_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.decision
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

CREATE TRIGGER seal_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.seal
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

CREATE TRIGGER seal_block_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.seal_block
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- Makes the monthly partition of fallow.decision that holds the day. A definer function: the runtime role has no DDL.
CREATE FUNCTION fallow.make_decision_partition(day date) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$
DECLARE
    month_start date := date_trunc('month', day::timestamp)::date;
    partition_name text := format('decision_%s', to_char(month_start, 'YYYY_MM'));
BEGIN
    IF to_regclass(format('fallow.%I', partition_name)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('fallow.decision'));
        EXECUTE format('CREATE TABLE IF NOT EXISTS fallow.%I PARTITION OF fallow.decision FOR VALUES FROM (%L) TO (%L)',
            partition_name, month_start, (month_start + interval '1 month')::date);
    END IF;
END
$$;

-- ANALYZE needs ownership before PostgreSQL 17: plans made while a table was small cost five times after it has grown.
-- An autovacuum that is at the table gives way to who has waited for deadlock_timeout, hence the patience; whatever does not give way is
-- left alone, for the worst that comes of it is a slow plan.
CREATE FUNCTION fallow.analyze_unless_in_use(target regclass) RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
    SET lock_timeout = '5s'
AS $$
BEGIN
    EXECUTE format('ANALYZE %s', target);
EXCEPTION
    WHEN lock_not_available THEN
        RAISE LOG 'fallow: % is in use by maintenance and was not analyzed', target;
END
$$;

CREATE FUNCTION fallow.analyze_lifecycle() RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$ SELECT fallow.analyze_unless_in_use('fallow.account_lifecycle') $$;

CREATE FUNCTION fallow.analyze_plan() RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$ SELECT fallow.analyze_unless_in_use('fallow.plan') $$;

-- Of the day's partition: without statistics a run's decisions are thought to be few, and are sorted instead of read in order.
CREATE FUNCTION fallow.analyze_decisions(day date) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$ SELECT fallow.analyze_unless_in_use(CAST(format('fallow.decision_%s', to_char(day, 'YYYY_MM')) AS regclass)) $$;
