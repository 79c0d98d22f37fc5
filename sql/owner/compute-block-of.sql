-- All that account_block tells of one account: fails where the view cannot compute it.
SELECT
    x.since,
    x.until,
    x.reason
FROM fallow.known_blocks() AS x
WHERE x.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY x.since, x.until
