-- The last due account of the key order: where the last partition ends.
SELECT
    CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
WHERE l.due_on <= :businessDate
ORDER BY l.account_id DESC
LIMIT 1
