-- Money in a bank's savings.
INSERT INTO platform.bank_saving (account_id, amount, deposited_at, bank)
VALUES (:account, :amount, :at, 'First Bank')
