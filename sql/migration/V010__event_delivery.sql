-- Delivery of the outbox: which consumer has had which events, what is held back, and what operators did about it.
--
-- The night writes its events by COPY and pays nothing for their delivery. A mark on each event, or an index over those not yet marked,
-- would cost every event a second version of its row and an index entry that is made only to be deleted. So a consumer has a cursor,
-- events lie in the order of their primary key, and a row is only written for an event that could not be delivered.
--
-- Numbers from a sequence become visible out of order: a transaction that took a lower one may commit later, and a cursor that had
-- passed it would lose its events. The publisher therefore reads up to a number only when nobody can still write below it. Whoever
-- writes events holds the table in ROW EXCLUSIVE mode from before the first number is taken until the commit is visible. So: read the
-- sequence, then list who holds that lock (pg_locks), and when all those have ended, everything up to that number is there or never will
-- be. Compared with a column of transaction ids this costs writers no byte, and unlike pg_snapshot_xmin it does not wait for transactions
-- that have nothing to do with events. It holds as long as events are numbered by the column's default and the sequence caches nothing.

CREATE TABLE fallow.consumer (
    delivered_through bigint      NOT NULL DEFAULT 0,
    since             timestamptz NOT NULL DEFAULT now(),
    delivered_at      timestamptz,
    is_followed       boolean     NOT NULL DEFAULT false,
    name              text        NOT NULL,
    CONSTRAINT consumer_pk PRIMARY KEY (name),
    CONSTRAINT consumer_name_is_plain CHECK (name ~ '^[a-z][a-z0-9-]*$'),
    CONSTRAINT consumer_cursor_is_a_number CHECK (delivered_through >= 0)
);

-- Events at or below the cursor that were not delivered: the one that failed, and all later ones of its account, which wait behind it.
-- order_key is what the order is kept within: 'account KEY', or 'nights' for events about no account.
CREATE TABLE fallow.undelivered_event (
    event_id        bigint      NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    consumer        text        NOT NULL,
    order_key       text        NOT NULL,
    status          text        NOT NULL DEFAULT 'WAITING',
    error           text,
    CONSTRAINT undelivered_event_pk PRIMARY KEY (consumer, event_id),
    CONSTRAINT undelivered_event_consumer_fk FOREIGN KEY (consumer) REFERENCES fallow.consumer (name),
    CONSTRAINT undelivered_event_status_is_known CHECK (status IN ('WAITING', 'DEAD')),
    CONSTRAINT undelivered_event_dead_says_why CHECK (status <> 'DEAD' OR error IS NOT NULL)
);

CREATE INDEX undelivered_event_order_idx ON fallow.undelivered_event (consumer, order_key, event_id);

-- Who had events delivered again or skipped, which, and why.
CREATE TABLE fallow.delivery_act (
    act_id     bigint      GENERATED ALWAYS AS IDENTITY,
    from_event bigint,
    events     bigint,
    acted_at   timestamptz NOT NULL DEFAULT now(),
    consumer   text        NOT NULL,
    act        text        NOT NULL,
    acted_by   text        NOT NULL,
    reason     text        NOT NULL,
    CONSTRAINT delivery_act_pk PRIMARY KEY (act_id),
    CONSTRAINT delivery_act_is_known CHECK (act IN ('REPLAY_DEAD', 'REPLAY_FROM', 'SKIP')),
    CONSTRAINT delivery_act_says_who_and_why CHECK (btrim(acted_by) <> '' AND btrim(reason) <> '')
);

CREATE TRIGGER delivery_act_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.delivery_act
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- Wakes publishers that follow. NOTIFY takes a lock of the whole server at commit, so it is only given where somebody follows, and once a
-- statement, which is once a chunk; one transaction's notifications are sent as one. A trigger for each statement leaves COPY its writing
-- of many rows at once.
CREATE FUNCTION fallow.wake_publishers() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM fallow.consumer WHERE is_followed) THEN
        PERFORM pg_notify('fallow_event', '');
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER event_wakes_publishers
    AFTER INSERT ON fallow.event
    FOR EACH STATEMENT EXECUTE FUNCTION fallow.wake_publishers();

-- Forgets events of business dates before that one, oldest first, which every consumer has had; where there is no consumer, none. A definer
-- function: the runtime role itself may delete no event, so that one that nobody has received yet cannot be lost.
CREATE FUNCTION fallow.forget_delivered_events(before date, at_most integer) RETURNS bigint
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = fallow, pg_temp
AS $$
    WITH delivered AS (
        SELECT e.event_id
        FROM fallow.event AS e
        WHERE e.event_id <= (SELECT min(c.delivered_through) FROM fallow.consumer AS c)
            AND e.business_date < before
            AND NOT EXISTS (SELECT FROM fallow.undelivered_event AS u WHERE u.event_id = e.event_id)
        ORDER BY e.event_id
        LIMIT at_most
    ), forgotten AS (
        DELETE FROM fallow.event
        WHERE event_id IN (SELECT event_id FROM delivered)
        RETURNING event_id
    )
    SELECT count(*) FROM forgotten
$$;

REVOKE ALL ON FUNCTION fallow.wake_publishers(), fallow.forget_delivered_events(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fallow.forget_delivered_events(date, integer) TO fallow_runtime;

-- The publisher reads events, keeps the state of their delivery, and can do nothing else here.
GRANT USAGE ON SCHEMA fallow TO fallow_publisher;
GRANT SELECT ON fallow.event TO fallow_publisher;
GRANT SELECT ON SEQUENCE fallow.event_seq TO fallow_publisher;
GRANT SELECT, INSERT, UPDATE ON fallow.consumer TO fallow_publisher;
GRANT SELECT, INSERT, UPDATE, DELETE ON fallow.undelivered_event TO fallow_publisher;
GRANT SELECT, INSERT ON fallow.delivery_act TO fallow_publisher;

GRANT SELECT ON fallow.consumer, fallow.undelivered_event, fallow.delivery_act TO fallow_runtime, fallow_auditor;
