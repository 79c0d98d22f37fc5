-- The first event from that number on; NULL: there is none.
SELECT min(event_id)
FROM fallow.event
WHERE event_id >= :event
