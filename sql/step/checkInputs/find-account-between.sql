-- The account in the middle of those between two keys. Zero rows: none lies between them.
WITH among AS (
    SELECT a.account_id
    FROM fallow.account_activity AS a
    WHERE (CAST(:after AS text) IS NULL OR a.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:before AS text) IS NULL OR a.account_id < CAST(:before AS fallow.account_id))
)
SELECT CAST(b.account_id AS text) AS account_id
FROM among AS b
ORDER BY b.account_id
OFFSET (SELECT count(*) / 2 FROM among)
LIMIT 1
