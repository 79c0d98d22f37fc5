-- Erasures that the platform has not confirmed, the oldest first, and after them those that it has; of one account or of all.
SELECT
    CAST(e.account_id AS text) AS account,
    e.asked_on,
    e.remind_on,
    e.reminders,
    e.fields,
    e.legal_basis,
    e.confirmed_at,
    e.confirmed_by,
    e.reference
FROM fallow.erasure AS e
WHERE (:confirmed OR e.confirmed_at IS NULL)
    AND (CAST(:accountId AS text) IS NULL OR e.account_id = CAST(:accountId AS fallow.account_id))
ORDER BY e.confirmed_at IS NOT NULL, e.asked_on, e.account_id
LIMIT 1000
