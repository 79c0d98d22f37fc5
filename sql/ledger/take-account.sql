-- Waits for the account's lifecycle row, if there is one.
SELECT CAST(l.account_id AS text)
FROM fallow.account_lifecycle AS l
WHERE l.account_id = CAST(:accountId AS fallow.account_id)
FOR UPDATE
