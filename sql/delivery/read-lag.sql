-- Of each consumer: how many events it has not had, dead ones among them, and since when the oldest of them waits.
SELECT
    c.name,
    c.delivered_through,
    c.delivered_at,
    fresh.events + held.events AS pending,
    held.dead,
    least(fresh.oldest, held.oldest) AS oldest
FROM fallow.consumer AS c
CROSS JOIN LATERAL (
    SELECT count(*) AS events, min(e.created_at) AS oldest
    FROM fallow.event AS e
    WHERE e.event_id > c.delivered_through
        AND NOT EXISTS (SELECT FROM fallow.undelivered_event AS u WHERE u.consumer = c.name AND u.event_id = e.event_id)
) AS fresh
CROSS JOIN LATERAL (
    SELECT count(*) AS events, count(*) FILTER (WHERE u.status = 'DEAD') AS dead, min(e.created_at) AS oldest
    FROM fallow.undelivered_event AS u
    LEFT JOIN fallow.event AS e ON e.event_id = u.event_id
    WHERE u.consumer = c.name
) AS held
ORDER BY c.name
