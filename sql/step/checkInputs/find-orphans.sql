-- Things held by keys that are no account's, neither on the platform nor in the ledger: whoever they belong to would be thought to hold
-- nothing. Keys compare as the account's own key does, and lie between two accounts; without bounds the whole platform is looked through.
-- A few of them, with how many there are.
WITH held AS (
    SELECT x.account_id, coalesce(x.reason, 'UNKNOWN') AS reason
    FROM fallow.account_exclusion AS x
    UNION ALL
    SELECT b.account_id, 'BLOCKED'
    FROM fallow.known_blocks() AS b
    UNION ALL
    SELECT f.account_id, 'JUDICIAL_FREEZE'
    FROM fallow.known_freezes() AS f
)
SELECT
    CAST(h.account_id AS text) AS account_id,
    h.reason,
    count(*) OVER () AS n
FROM held AS h
WHERE h.account_id IS NOT NULL
    AND (CAST(:after AS text) IS NULL OR h.account_id > CAST(:after AS fallow.account_id))
    AND (CAST(:before AS text) IS NULL OR h.account_id < CAST(:before AS fallow.account_id))
    AND NOT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = h.account_id)
    AND NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = h.account_id)
ORDER BY h.account_id, h.reason
LIMIT 5
