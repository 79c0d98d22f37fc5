-- When the next held-back event's turn comes; NULL: none waits for its time.
WITH first_held AS (
    SELECT DISTINCT ON (u.order_key) u.status, u.next_attempt_at
    FROM fallow.undelivered_event AS u
    WHERE u.consumer = :consumer
    ORDER BY u.order_key, u.event_id
)
SELECT min(next_attempt_at)
FROM first_held
WHERE status = 'WAITING'
