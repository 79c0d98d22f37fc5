-- All of the bank's savings are transferred out.
UPDATE platform.bank_saving
SET amount = 0
WHERE account_id = :account
