-- Held-back events that failed again.
UPDATE fallow.undelivered_event AS u
SET
    next_attempt_at = f.next_attempt_at,
    attempts = f.attempts,
    status = f.status,
    error = f.error
FROM unnest(
    CAST(:events AS bigint[]),
    CAST(:nextAttempts AS timestamptz[]),
    CAST(:attempts AS integer[]),
    CAST(:statuses AS text[]),
    CAST(:errors AS text[])
) AS f (event_id, next_attempt_at, attempts, status, error)
WHERE u.consumer = :consumer
    AND u.event_id = f.event_id
    AND u.status = 'WAITING'
