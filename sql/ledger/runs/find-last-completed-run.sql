-- The latest completed night, the policy it looked for idle accounts under, and when a full sweep last completed.
SELECT
    r.business_date,
    coalesce(r.scanned_under, r.policy_version) AS policy_version,
    (SELECT max(s.business_date) FROM fallow.run AS s WHERE s.status = 'COMPLETED' AND s.full_sweep) AS last_full_sweep,
    r.accounts
FROM fallow.run AS r
WHERE r.status = 'COMPLETED'
ORDER BY r.business_date DESC
LIMIT 1
