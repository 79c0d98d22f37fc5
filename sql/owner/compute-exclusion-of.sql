-- All that account_exclusion tells of one account: fails where the view cannot compute it.
SELECT
    x.reason,
    x.detail
FROM fallow.account_exclusion AS x
WHERE x.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY x.reason, x.detail
