-- The next due accounts of a key range.
SELECT
    CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
WHERE l.account_id >= CAST(:first AS fallow.account_id)
    AND l.account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR l.account_id > CAST(:after AS fallow.account_id))
    AND l.due_on <= :businessDate
ORDER BY l.account_id
LIMIT :limit
