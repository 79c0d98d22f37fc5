-- A few accounts are blocked, whatever they hold or owe.
INSERT INTO platform.block (account_id, blocked_at, cause)
SELECT
    account_id,
    platform.moment_of(:day, :zone, platform.draw(account_id, 'blocked at')),
    'automated messages'
FROM platform.some_accounts('blocked', :day, :accounts, 10) AS chosen
JOIN platform.account ON account_id = chosen
WHERE status IN ('active', 'protected')
ORDER BY account_id
