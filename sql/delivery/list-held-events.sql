-- Events that are held back with a consumer, first come first.
SELECT u.event_id, CAST(e.account_id AS text) AS account_id, e.business_date, e.kind, e.created_at, u.status, u.attempts,
    u.next_attempt_at, u.error
FROM fallow.undelivered_event AS u
JOIN fallow.event AS e ON e.event_id = u.event_id
WHERE u.consumer = :consumer
    AND u.status = :status
    AND (CAST(:accountId AS text) IS NULL OR e.account_id = CAST(:accountId AS fallow.account_id))
ORDER BY u.event_id
LIMIT :limit
