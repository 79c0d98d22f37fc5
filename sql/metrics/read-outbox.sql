-- How many events wait for their delivery, and since when the oldest does: of each consumer, its number, or nothing when none waits.
-- Looked for among the latest events only, along their key: what is delivered is not kept in an index of its own.
SELECT
    'all' AS consumer,
    count(*) AS events,
    min(e.created_at) AS oldest
FROM (
    SELECT
        l.created_at,
        l.delivered_at
    FROM fallow.event AS l
    ORDER BY l.event_id DESC
    LIMIT :atMost
) AS e
WHERE e.delivered_at IS NULL
