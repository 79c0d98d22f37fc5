-- Opens the day's delivery of each source, as big as the latest before it. Zero rows: this day has been played already.
INSERT INTO platform.feed (source, loaded_on, rows, newest)
SELECT DISTINCT ON (source)
    source,
    CAST(:day AS date),
    rows,
    (CAST(:day AS date) + 1)::timestamp AT TIME ZONE :zone - interval '1 second'
FROM platform.feed
WHERE loaded_on <= :day
ORDER BY source, loaded_on DESC
ON CONFLICT ON CONSTRAINT feed_pk DO NOTHING
