-- The court lifts it.
UPDATE platform.judicial_freeze
SET lifted_at = :at
WHERE account_id = :account
    AND lifted_at IS NULL
