-- The median of a count over the last 30 completed runs in which it was not zero; null with fewer than 7 such runs.
WITH recent AS (
    SELECT n
    FROM (
        SELECT
            business_date,
            CASE :verdict WHEN 'PROTECT' THEN protected_count ELSE recycled_count END AS n
        FROM fallow.run
        WHERE status = 'COMPLETED'
    ) AS counted
    WHERE n > 0
    ORDER BY business_date DESC
    LIMIT 30
)
SELECT CASE WHEN count(*) >= 7 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY n) END
FROM recent
