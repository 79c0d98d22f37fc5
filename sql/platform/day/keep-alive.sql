-- Many owners return before half a year is over: of those idle for just that long, two in five sign in.
UPDATE platform.account
SET last_active_at = platform.moment_of(:day, :zone, platform.draw(account_id, 'returns at'))
WHERE last_active_at >= (CAST(:day AS date) - 178)::timestamp AT TIME ZONE :zone
  AND last_active_at < (CAST(:day AS date) - 177)::timestamp AT TIME ZONE :zone
  AND status = 'active'
  AND platform.draw(account_id, 'returns') < 0.4
