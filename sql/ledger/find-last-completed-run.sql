-- The latest completed night, and when a full sweep last completed.
SELECT
    r.business_date,
    r.policy_version,
    (SELECT max(s.business_date) FROM fallow.run AS s WHERE s.status = 'COMPLETED' AND s.full_sweep) AS last_full_sweep
FROM fallow.run AS r
WHERE r.status = 'COMPLETED'
ORDER BY r.business_date DESC
LIMIT 1
