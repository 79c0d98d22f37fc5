-- What happened tonight, counted from the decisions and notices: an account that entered and was protected counts as both.
SELECT coalesce(CAST(d.to_state AS text), 'GONE') AS event, count(*) AS n
FROM fallow.decision AS d
WHERE d.run_id = :runId
    AND d.business_date = :businessDate
GROUP BY d.to_state
UNION ALL
SELECT 'WARNED', count(*)
FROM fallow.notice AS n
WHERE n.run_id = :runId
UNION ALL
SELECT 'SET_ASIDE', count(*)
FROM fallow.set_aside AS s
WHERE s.run_id = :runId
