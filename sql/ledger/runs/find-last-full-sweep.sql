-- The last completed night that looked through all accounts, and the policy it did so by. Zero rows: none has.
SELECT
    r.run_id,
    r.business_date,
    coalesce(r.scanned_under, r.policy_version) AS policy_version
FROM fallow.run AS r
WHERE r.status = 'COMPLETED'
    AND r.full_sweep
ORDER BY r.business_date DESC
LIMIT 1
