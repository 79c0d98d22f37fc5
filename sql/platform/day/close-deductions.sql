-- Owners and payees close some deductions.
UPDATE platform.auto_deduction
SET closed_at = platform.moment_of(:day, :zone, platform.draw(account_id, 'closes at'))
FROM platform.some_accounts('closes', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND closed_at IS NULL
