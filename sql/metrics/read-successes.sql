-- When the latest nights were completed, the newest first.
SELECT
    r.business_date,
    r.finished_at
FROM fallow.run AS r
WHERE r.status = 'COMPLETED'
ORDER BY r.business_date DESC
LIMIT :limit
