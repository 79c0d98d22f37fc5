-- Holds, those in force first; of one account or of all.
SELECT hold_id, CAST(account_id AS text) AS account, reason, detail, placed_by, placed_at, released_by, released_at
FROM fallow.hold
WHERE CAST(:accountId AS text) IS NULL
    OR account_id = CAST(:accountId AS fallow.account_id)
ORDER BY released_at IS NOT NULL, hold_id DESC
LIMIT 1000
