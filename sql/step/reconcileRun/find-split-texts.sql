-- Keys that split the run's decisions into about equal parts in the order of the keys' bytes, found from a sample.
WITH sampled AS (
    SELECT CAST(d.account_id AS text) COLLATE "C" AS key
    FROM fallow.decision AS d TABLESAMPLE SYSTEM (5) REPEATABLE (1)
    WHERE d.run_id = :runId
        AND d.business_date = :businessDate
),
placed AS (
    SELECT s.key, row_number() OVER (ORDER BY s.key) * CAST(:parts AS bigint) / (count(*) OVER () + 1) AS part
    FROM sampled AS s
),
split AS (
    SELECT DISTINCT ON (p.part) p.key
    FROM placed AS p
    WHERE p.part > 0
    ORDER BY p.part, p.key
)
SELECT split.key
FROM split
GROUP BY split.key
ORDER BY split.key
