-- The notices of an account, oldest first.
SELECT number, issued_on, recycle_on
FROM fallow.notice
WHERE account_id = CAST(:accountId AS fallow.account_id)
ORDER BY issued_on, number
