-- Events after the cursor that nobody can write below any more, and whether something of the same account is held back before them.
SELECT e.event_id, CAST(e.account_id AS text) AS account_id, e.business_date, e.effective_on, e.run_id, e.created_at, e.kind, e.detail,
    EXISTS (
        SELECT
        FROM fallow.undelivered_event AS u
        WHERE u.consumer = :consumer
            AND u.order_key = coalesce('account ' || CAST(e.account_id AS text), 'nights')
    ) AS held
FROM fallow.event AS e
WHERE e.event_id > :after
    AND e.event_id <= :upTo
ORDER BY e.event_id
LIMIT :limit
