-- Held-back events that were delivered after all.
DELETE FROM fallow.undelivered_event
WHERE consumer = :consumer
    AND event_id = ANY (CAST(:events AS bigint[]))
