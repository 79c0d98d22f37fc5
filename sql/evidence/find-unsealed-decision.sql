-- The first decision that no seal covers, and that is neither of an unfinished run nor of an act that waits for its seal: nothing that
-- Fallow does leaves one.
SELECT CAST(d.account_id AS text) AS account_id, d.business_date, d.run_id, d.act_id
FROM fallow.decision AS d
LEFT JOIN fallow.seal AS s ON s.run_id = d.run_id
LEFT JOIN fallow.seal AS a ON a.act_id = d.act_id
LEFT JOIN fallow.run AS r ON r.run_id = d.run_id
WHERE s.seal_id IS NULL
    AND a.seal_id IS NULL
    AND NOT EXISTS (SELECT FROM fallow.platform_act AS p WHERE p.act_id = d.act_id)
    AND (r.run_id IS NULL OR r.status IN ('COMPLETED', 'ABANDONED') OR r.report IS NOT NULL)
ORDER BY d.business_date, d.account_id, d.seq
LIMIT 1
