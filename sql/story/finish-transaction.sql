-- What was begun is delivered.
UPDATE platform.payment_transaction
SET
    finished_at = :at,
    status = 'completed'
WHERE account_id = :account
    AND finished_at IS NULL
