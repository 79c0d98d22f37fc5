-- The next late arrivals that nobody has let in, in key order.
SELECT
    CAST(a.account_id AS text) AS account_id,
    a.cohort
FROM fallow.late_arrival AS a
WHERE CAST(:after AS text) IS NULL
    OR a.account_id > CAST(:after AS fallow.account_id)
ORDER BY a.account_id
LIMIT :limit
