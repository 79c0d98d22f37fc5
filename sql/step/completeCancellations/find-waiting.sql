-- The next requests to cancel in whose term the business date lies: one that came after midnight is the next night's.
SELECT CAST(c.account_id AS text) AS account_id
FROM fallow.cancellation AS c
WHERE c.ended_as IS NULL
    AND :businessDate BETWEEN c.requested_on AND c.expires_on
    AND (CAST(:after AS text) IS NULL OR c.account_id > CAST(:after AS fallow.account_id))
ORDER BY c.account_id
LIMIT :limit
