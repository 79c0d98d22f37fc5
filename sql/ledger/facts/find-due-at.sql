-- The due account at a position of the key order, and the one after it: where one partition ends and the next begins.
SELECT
    CAST(l.account_id AS text) AS account_id
FROM fallow.account_lifecycle AS l
WHERE l.due_on <= :businessDate
ORDER BY l.account_id
OFFSET :position
LIMIT 2
