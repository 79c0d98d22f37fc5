-- The notices that go out next, if nothing about their accounts changes.
SELECT CAST(n.account_id AS text), n.number, n.due_on, n.recycle_on, n.cohort
FROM fallow.notice_due AS n
WHERE CAST(:accountId AS text) IS NULL
    OR n.account_id = CAST(:accountId AS fallow.account_id)
ORDER BY n.due_on, n.account_id
LIMIT :limit
