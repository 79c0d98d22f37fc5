-- The owner comes by.
UPDATE platform.account
SET last_active_at = :at
WHERE account_id = :account
