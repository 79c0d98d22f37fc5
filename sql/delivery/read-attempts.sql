SELECT event_id, attempts
FROM fallow.undelivered_event
WHERE consumer = :consumer
    AND event_id = ANY (CAST(:events AS bigint[]))
