-- The last account of the key order: where the last partition ends.
SELECT
    CAST(a.account_id AS text) AS account_id
FROM fallow.account_activity AS a
ORDER BY a.account_id DESC
LIMIT 1
