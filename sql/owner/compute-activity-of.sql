-- All that account_activity tells of one account: fails where the view cannot compute it.
SELECT
    x.cohort,
    x.registered_at,
    x.last_active_at
FROM fallow.account_activity AS x
WHERE x.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY x.account_id
