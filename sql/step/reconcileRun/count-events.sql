-- What happened tonight, counted from the decisions and notices: an account that entered and was protected counts as both.
-- What owners cancelled is counted apart: it is their will, and no measure of what a night recycles.
SELECT CASE WHEN d.reasons = '{CANCELLED}' THEN 'CANCELLED' ELSE coalesce(CAST(d.to_state AS text), 'GONE') END AS event, count(*) AS n
FROM fallow.decision AS d
WHERE d.run_id = :runId
    AND d.business_date = :businessDate
GROUP BY event
UNION ALL
SELECT 'WARNED', count(*)
FROM fallow.notice AS n
WHERE n.run_id = :runId
UNION ALL
SELECT 'SET_ASIDE', count(*)
FROM fallow.set_aside AS s
WHERE s.run_id = :runId
