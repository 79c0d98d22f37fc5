-- Change is used up: by its owner, or on a protected account by the deductions that go on.
UPDATE platform.wallet_balance
SET balance = 0,
    changed_at = platform.moment_of(:day, :zone, platform.draw(account_id, 'spends at'))
FROM platform.some_accounts('spends', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND balance > 0
