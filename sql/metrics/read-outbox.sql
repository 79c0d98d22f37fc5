-- How many events each consumer has not had, up to a limit, and since when the oldest of them waits: those past its cursor, along the key,
-- and those that are held back. The key is the order in which events were written.
SELECT
    c.name AS consumer,
    fresh.events + held.events AS events,
    least(first.oldest, held.oldest) AS oldest
FROM fallow.consumer AS c
CROSS JOIN LATERAL (
    SELECT count(*) AS events
    FROM (
        SELECT e.event_id
        FROM fallow.event AS e
        WHERE e.event_id > c.delivered_through
        ORDER BY e.event_id
        LIMIT :atMost
    ) AS past
) AS fresh
LEFT JOIN LATERAL (
    SELECT e.created_at AS oldest
    FROM fallow.event AS e
    WHERE e.event_id > c.delivered_through
    ORDER BY e.event_id
    LIMIT 1
) AS first ON true
CROSS JOIN LATERAL (
    SELECT
        count(*) AS events,
        min(e.created_at) AS oldest
    FROM (
        SELECT u.event_id
        FROM fallow.undelivered_event AS u
        WHERE u.consumer = c.name
            AND u.event_id <= c.delivered_through
        ORDER BY u.event_id
        LIMIT :atMost
    ) AS u
    LEFT JOIN fallow.event AS e ON e.event_id = u.event_id
) AS held
ORDER BY c.name
