-- The platform locks the owner out.
INSERT INTO platform.block (account_id, blocked_at, cause)
VALUES (:account, :at, 'complaint')
