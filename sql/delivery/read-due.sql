-- Held-back events whose turn has come: the first of its account when its time is there, with what waits behind it; never what waits
-- behind a dead one.
WITH first_held AS (
    SELECT DISTINCT ON (u.order_key) u.order_key, u.status, u.next_attempt_at
    FROM fallow.undelivered_event AS u
    WHERE u.consumer = :consumer
    ORDER BY u.order_key, u.event_id
)
SELECT e.event_id, CAST(e.account_id AS text) AS account_id, e.business_date, e.effective_on, e.run_id, e.created_at, e.kind, e.detail,
    false AS held
FROM first_held AS f
JOIN fallow.undelivered_event AS u
    ON u.consumer = :consumer
    AND u.order_key = f.order_key
    AND u.status = 'WAITING'
JOIN fallow.event AS e ON e.event_id = u.event_id
WHERE f.status = 'WAITING'
    AND f.next_attempt_at <= CAST(:now AS timestamptz)
    AND NOT EXISTS (
        SELECT
        FROM fallow.undelivered_event AS d
        WHERE d.consumer = :consumer
            AND d.order_key = u.order_key
            AND d.status = 'DEAD'
            AND d.event_id < u.event_id
    )
ORDER BY e.event_id
LIMIT :limit
