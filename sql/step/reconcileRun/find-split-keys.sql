-- Keys that split the run's decisions into about equal parts, found from a sample: any keys would do, these share the work out.
WITH sampled AS (
    SELECT d.account_id
    FROM fallow.decision AS d TABLESAMPLE SYSTEM (5) REPEATABLE (1)
    WHERE d.run_id = :runId
        AND d.business_date = :businessDate
),
placed AS (
    SELECT s.account_id, row_number() OVER (ORDER BY s.account_id) * CAST(:parts AS bigint) / (count(*) OVER () + 1) AS part
    FROM sampled AS s
),
split AS (
    SELECT DISTINCT ON (p.part) p.account_id
    FROM placed AS p
    WHERE p.part > 0
    ORDER BY p.part, p.account_id
)
SELECT CAST(split.account_id AS text) AS key
FROM split
GROUP BY split.account_id
ORDER BY split.account_id
