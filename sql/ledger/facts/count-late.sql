-- Late arrivals that nobody has let in, a cohort a row, with a few of their keys and the last of their decisions.
SELECT
    late.cohort,
    count(*) AS n,
    array_agg(CAST(late.account_id AS text) ORDER BY late.place) FILTER (WHERE late.place <= 3) AS sample,
    max(late.seq) AS last_seq
FROM (
    SELECT
        a.cohort,
        a.account_id,
        a.seq,
        row_number() OVER (PARTITION BY a.cohort ORDER BY a.account_id) AS place
    FROM fallow.late_arrival AS a
) AS late
GROUP BY late.cohort
ORDER BY late.cohort
