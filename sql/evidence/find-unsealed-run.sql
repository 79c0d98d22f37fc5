-- The earliest run that is over and that no seal covers.
SELECT r.run_id, r.business_date
FROM fallow.run AS r
LEFT JOIN fallow.seal AS s ON s.run_id = r.run_id
WHERE s.seal_id IS NULL
    AND (r.status IN ('COMPLETED', 'ABANDONED') OR r.report IS NOT NULL)
ORDER BY r.business_date
LIMIT 1
