-- Change comes in.
INSERT INTO platform.wallet_balance AS w (account_id, balance, changed_at)
VALUES (:account, :amount, :at)
ON CONFLICT ON CONSTRAINT wallet_balance_pk DO UPDATE
SET balance = w.balance + excluded.balance,
    changed_at = excluded.changed_at
