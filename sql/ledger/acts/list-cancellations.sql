-- Requests to cancel that are pending, the oldest first; of one account or of all.
SELECT
    c.cancellation_id,
    CAST(c.account_id AS text) AS account,
    c.requested_on,
    c.expires_on,
    c.method,
    c.reference,
    c.requested_by
FROM fallow.cancellation AS c
WHERE c.ended_as IS NULL
    AND (CAST(:accountId AS text) IS NULL OR c.account_id = CAST(:accountId AS fallow.account_id))
ORDER BY c.cancellation_id
LIMIT 1000
