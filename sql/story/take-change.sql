-- Change is taken out.
UPDATE platform.wallet_balance
SET balance = balance - :amount,
    changed_at = :at
WHERE account_id = :account
