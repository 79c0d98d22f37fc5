-- The next due accounts of a key range.
SELECT
    CAST(account_id AS text) AS account_id
FROM fallow.account_lifecycle
WHERE account_id >= CAST(:first AS fallow.account_id)
    AND account_id <= CAST(:last AS fallow.account_id)
    AND (CAST(:after AS text) IS NULL OR account_id > CAST(:after AS fallow.account_id))
    AND due_on <= :businessDate
ORDER BY account_id
LIMIT :limit
