-- The next requests to cancel whose term is not over.
SELECT CAST(c.account_id AS text) AS account_id
FROM fallow.cancellation AS c
WHERE c.ended_as IS NULL
    AND c.expires_on >= :businessDate
    AND (CAST(:after AS text) IS NULL OR c.account_id > CAST(:after AS fallow.account_id))
ORDER BY c.account_id
LIMIT :limit
