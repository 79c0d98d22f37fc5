-- What the next seal follows, and its time; null when it is the first.
SELECT
    (SELECT digest FROM fallow.seal ORDER BY seal_id DESC LIMIT 1) AS previous,
    clock_timestamp() AS sealed_at
