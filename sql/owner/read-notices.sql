-- The notices of an account before recycling, oldest first, and what the platform reported of each.
SELECT n.number, n.issued_on, n.recycle_on, n.delivery
FROM fallow.notice_issued AS n
WHERE n.account_id = CAST(:accountId AS fallow.account_id)
    AND n.kind = 'RECYCLING'
ORDER BY n.issued_on, n.number
