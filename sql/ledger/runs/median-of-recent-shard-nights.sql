-- The median of a count of all shards together over the last 30 nights that all of them completed and in which it was not zero; null
-- with fewer than 7 such nights.
WITH recent AS (
    SELECT n
    FROM (
        SELECT
            business_date,
            sum(CASE :verdict WHEN 'PROTECT' THEN protected_count ELSE recycled_count END) AS n
        FROM fallow.shard_night
        GROUP BY business_date
        HAVING bool_and(status = 'COMPLETED')
    ) AS counted
    WHERE n > 0
    ORDER BY business_date DESC
    LIMIT 30
)
SELECT CASE WHEN count(*) >= 7 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY n) END
FROM recent
