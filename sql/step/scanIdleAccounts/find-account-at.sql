-- The account at a position of the key order, and the one after it: where one partition ends and the next begins.
SELECT
    CAST(a.account_id AS text) AS account_id
FROM fallow.account_activity AS a
ORDER BY a.account_id
OFFSET :position
LIMIT 2
