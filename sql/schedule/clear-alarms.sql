-- Says that what was wrong is no more: all alarms of a kind but those whose subjects are given.
WITH cleared AS (
    UPDATE fallow.alarm
    SET
        cleared_at = :now,
        cleared_event_id = nextval('fallow.event_seq')
    WHERE kind = :kind
        AND cleared_at IS NULL
        AND NOT subject = ANY (CAST(:subjects AS text[]))
    RETURNING alarm_id, kind, subject, business_date, detail, raised_at, cleared_event_id
), told AS (
    INSERT INTO fallow.event (event_id, business_date, kind)
    SELECT cleared_event_id, business_date, 'ALARM_CLEARED'
    FROM cleared
)
SELECT kind, subject, business_date, detail, raised_at
FROM cleared
ORDER BY alarm_id
