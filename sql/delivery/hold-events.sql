-- Events that the cursor passes undelivered. One that is held back already, as after a replay, stays as it is.
INSERT INTO fallow.undelivered_event (event_id, next_attempt_at, attempts, consumer, order_key, status, error)
SELECT h.event_id, h.next_attempt_at, h.attempts, :consumer, h.order_key, h.status, h.error
FROM unnest(
    CAST(:events AS bigint[]),
    CAST(:nextAttempts AS timestamptz[]),
    CAST(:attempts AS integer[]),
    CAST(:orderKeys AS text[]),
    CAST(:statuses AS text[]),
    CAST(:errors AS text[])
) AS h (event_id, next_attempt_at, attempts, order_key, status, error)
ORDER BY h.event_id
ON CONFLICT ON CONSTRAINT undelivered_event_pk DO NOTHING
