-- The next accounts without a lifecycle row by their keys alone: asked where a view cannot compute the other values of some account. Those with
-- a row are looked at when they are due.
SELECT
    CAST(a.account_id AS text) AS account_id
FROM fallow.account_activity AS a
WHERE (CAST(:first AS text) IS NULL OR a.account_id >= CAST(:first AS fallow.account_id))
    AND (CAST(:last AS text) IS NULL OR a.account_id <= CAST(:last AS fallow.account_id))
    AND (CAST(:after AS text) IS NULL OR a.account_id > CAST(:after AS fallow.account_id))
    AND NOT EXISTS (
        SELECT
        FROM fallow.account_lifecycle AS l
        WHERE l.account_id = a.account_id
    )
ORDER BY a.account_id
LIMIT :limit
