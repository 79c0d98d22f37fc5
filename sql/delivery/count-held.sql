SELECT
    count(*) FILTER (WHERE u.status = 'WAITING') AS waiting,
    count(*) FILTER (WHERE u.status = 'DEAD') AS dead
FROM fallow.undelivered_event AS u
WHERE u.consumer = :consumer
