-- Some owners sign in after a while, whether their account was dormant or not. A protected one must be unsealed first.
UPDATE platform.account
SET last_active_at = platform.moment_of(:day, :zone, platform.draw(account_id, 'comes back at'))
FROM platform.some_accounts('comes back', :day, :accounts, 500) AS chosen
WHERE account_id = chosen
  AND status = 'active'
  AND last_active_at < CAST(:day AS date)::timestamp AT TIME ZONE :zone
