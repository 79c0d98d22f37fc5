-- Waits for the account's lifecycle row, if there is one, as a payment would: recycling has it or comes after.
SELECT CAST(l.account_id AS text)
FROM fallow.account_lifecycle AS l
WHERE l.account_id = CAST(:accountId AS fallow.account_id)
FOR SHARE
