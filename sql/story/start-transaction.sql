-- A payment is begun, and something is still to be delivered.
INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)
VALUES (:account, :amount, :at, 'awaiting delivery')
