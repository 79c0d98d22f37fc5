-- All that account_freeze tells of one account: fails where the view cannot compute it.
SELECT
    x.asset,
    x.authority
FROM fallow.known_freezes() AS x
WHERE x.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY x.asset, x.authority
