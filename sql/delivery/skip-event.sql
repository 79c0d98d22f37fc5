-- Zero rows: it is not held back.
DELETE FROM fallow.undelivered_event
WHERE consumer = :consumer
    AND event_id = :event
