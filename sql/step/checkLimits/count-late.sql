-- Tonight's late arrivals, a cohort a row, with a few of their keys.
WITH late AS (
    SELECT
        d.account_id,
        l.cohort,
        row_number() OVER (PARTITION BY l.cohort ORDER BY d.account_id) AS place
    FROM fallow.decision AS d
    JOIN fallow.account_lifecycle AS l ON l.account_id = d.account_id
    WHERE d.run_id = :runId
        AND d.business_date = :businessDate
        AND d.reasons = '{LATE_ARRIVAL}'
)
SELECT
    late.cohort,
    count(*) AS n,
    array_agg(CAST(late.account_id AS text) ORDER BY late.place) FILTER (WHERE late.place <= 3) AS sample
FROM late
GROUP BY late.cohort
ORDER BY late.cohort
