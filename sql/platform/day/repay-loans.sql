-- Some loans are repaid in full.
UPDATE platform.micro_loan
SET outstanding = 0
FROM platform.some_accounts('repays', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND outstanding > 0
