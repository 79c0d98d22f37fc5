-- Dead letters begin anew: one, or all when no event is given.
UPDATE fallow.undelivered_event
SET status = 'WAITING', attempts = 0, next_attempt_at = :now
WHERE consumer = :consumer
    AND status = 'DEAD'
    AND (CAST(:event AS bigint) IS NULL OR event_id = :event)
