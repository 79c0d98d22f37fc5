-- Some wealth products run out and have been paid to the owner's bank.
UPDATE platform.wealth_position
SET amount = 0
FROM platform.some_accounts('redeems', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND amount > 0
