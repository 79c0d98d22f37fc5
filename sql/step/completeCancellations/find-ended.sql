-- The next requests of a key range that end tonight: settled ones, those whose term is over, and those of accounts that were recycled
-- anyhow.
SELECT
    CAST(c.account_id AS text) AS account_id,
    CASE
        WHEN l.state IN ('RECYCLED', 'RELEASED') THEN 'OVERTAKEN'
        WHEN c.expires_on < :businessDate THEN 'LAPSED'
        ELSE 'SETTLED'
    END AS ending
FROM fallow.cancellation AS c
LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = c.account_id
WHERE c.ended_as IS NULL
    AND (c.settled_in = :runId OR c.expires_on < :businessDate OR l.state IN ('RECYCLED', 'RELEASED'))
    AND (CAST(:after AS text) IS NULL OR c.account_id > CAST(:after AS fallow.account_id))
ORDER BY c.account_id
LIMIT :limit
