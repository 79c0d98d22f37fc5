-- Says that something is wrong, once for all nodes while it lasts. Zero rows: it was said.
WITH event AS (
    SELECT nextval('fallow.event_seq') AS event_id
    WHERE NOT EXISTS (
        SELECT
        FROM fallow.alarm AS a
        WHERE a.kind = :kind
            AND a.subject = :subject
            AND a.cleared_at IS NULL
    )
), raised AS (
    INSERT INTO fallow.alarm (kind, subject, business_date, detail, raised_at, raised_by, raised_event_id)
    SELECT :kind, :subject, :businessDate, :detail, :now, :node, event_id
    FROM event
    ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO NOTHING
    RETURNING raised_event_id, business_date, kind
)
INSERT INTO fallow.event (event_id, business_date, kind)
SELECT raised_event_id, business_date, kind
FROM raised
