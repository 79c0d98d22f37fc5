-- Tonight's late arrivals, a cohort a row, with how many of them were accepted and a few of their keys.
SELECT
    l.cohort,
    count(*) AS n,
    (array_agg(CAST(d.account_id AS text) ORDER BY d.seq))[1:3] AS sample
FROM fallow.decision AS d
JOIN fallow.account_lifecycle AS l ON l.account_id = d.account_id
WHERE d.run_id = :runId
    AND d.business_date = :businessDate
    AND d.reasons = '{LATE_ARRIVAL}'
GROUP BY l.cohort
ORDER BY l.cohort
