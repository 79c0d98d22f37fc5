-- Some savings fall due and have been paid to the owner's bank.
UPDATE platform.bank_saving
SET amount = 0
FROM platform.some_accounts('withdraws', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND amount > 0
