-- Events as they stand with a consumer, latest first.
WITH standing AS (
    SELECT e.event_id, CAST(e.account_id AS text) AS account_id, e.business_date, e.kind, e.created_at,
        CASE
            WHEN u.status IS NOT NULL THEN u.status
            WHEN e.event_id > c.delivered_through THEN 'PENDING'
            ELSE 'DELIVERED'
        END AS status,
        coalesce(u.attempts, 0) AS attempts, u.next_attempt_at, u.error
    FROM fallow.consumer AS c
    CROSS JOIN fallow.event AS e
    LEFT JOIN fallow.undelivered_event AS u
        ON u.consumer = c.name
        AND u.event_id = e.event_id
    WHERE c.name = :consumer
        AND (CAST(:accountId AS text) IS NULL OR e.account_id = CAST(:accountId AS fallow.account_id))
)
SELECT event_id, account_id, business_date, kind, created_at, status, attempts, next_attempt_at, error
FROM standing
WHERE CAST(:status AS text) IS NULL
    OR status = :status
ORDER BY event_id DESC
LIMIT :limit
