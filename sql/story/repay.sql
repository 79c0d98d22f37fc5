-- A part of the loan, or the whole, is repaid.
UPDATE platform.micro_loan
SET outstanding = outstanding - :amount
WHERE account_id = :account
