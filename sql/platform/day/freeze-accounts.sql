-- A court freezes a few accounts.
INSERT INTO platform.judicial_freeze (account_id, frozen_at, authority)
SELECT
    account_id,
    platform.moment_of(:day, :zone, platform.draw(account_id, 'frozen at')),
    'District Court'
FROM platform.some_accounts('frozen', :day, :accounts, 5) AS chosen
JOIN platform.account ON account_id = chosen
WHERE status IN ('active', 'protected')
ORDER BY account_id
