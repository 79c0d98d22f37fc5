-- A micro-loan is taken.
INSERT INTO platform.micro_loan (account_id, principal, outstanding, lent_at)
VALUES (:account, :amount, :amount, :at)
