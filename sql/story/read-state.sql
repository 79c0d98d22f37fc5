-- The account as Fallow has it; nothing while it is ACTIVE and has no row.
SELECT state
FROM fallow.account_status
WHERE account_id = :account
