-- Some pay and wait for delivery.
INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)
SELECT
    account_id,
    100 + floor(platform.draw(account_id, 'pays') * 30000)::bigint,
    platform.moment_of(:day, :zone, platform.draw(account_id, 'pays at')),
    'awaiting delivery'
FROM platform.some_accounts('pays', :day, :accounts, 250) AS chosen
JOIN platform.account ON account_id = chosen
WHERE status = 'active'
ORDER BY account_id
