-- Something is bought, and not delivered yet.
INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)
VALUES (:account, :amount, :at, 'awaiting delivery')
