-- Everything that an account's owner was told, oldest first.
SELECT CAST(n.account_id AS text), n.kind, n.number, n.issued_on, n.recycle_on, n.delivery, n.counts, n.cohort
FROM fallow.notice_issued AS n
WHERE n.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY n.issued_on, n.kind, n.number
