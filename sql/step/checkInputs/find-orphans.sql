-- Things held by keys that are no account's, neither on the platform nor in the ledger: whoever they belong to would be thought to hold
-- nothing. Looks through the whole platform; keys compare as the account's own key does. A few of them, with how many there are.
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
    AND NOT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = h.account_id)
    AND NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = h.account_id)
ORDER BY h.account_id, h.reason
LIMIT 5
