-- The account as the platform has it.
SELECT a.status, a.handle, coalesce(w.balance, 0) AS balance
FROM platform.account AS a
LEFT JOIN platform.wallet_balance AS w ON w.account_id = a.account_id
WHERE a.account_id = :account
