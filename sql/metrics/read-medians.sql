-- What the limits of a night are compared with: the medians of the 30 completed runs before it whose count was not zero; null with fewer
-- than 7 of them.
WITH protecting AS (
    SELECT r.protected_count AS n
    FROM fallow.run AS r
    WHERE r.status = 'COMPLETED'
        AND r.business_date < :businessDate
        AND r.protected_count > 0
    ORDER BY r.business_date DESC
    LIMIT 30
), recycling AS (
    SELECT r.recycled_count AS n
    FROM fallow.run AS r
    WHERE r.status = 'COMPLETED'
        AND r.business_date < :businessDate
        AND r.recycled_count > 0
    ORDER BY r.business_date DESC
    LIMIT 30
)
SELECT
    (SELECT CASE WHEN count(*) >= 7 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY p.n) END FROM protecting AS p) AS protected,
    (SELECT CASE WHEN count(*) >= 7 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY r.n) END FROM recycling AS r) AS recycled
