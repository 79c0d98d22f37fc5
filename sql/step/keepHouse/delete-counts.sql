-- What the steps of old completed runs counted as they went: the runs' reports have it.
WITH old_run AS (
    SELECT r.run_id
    FROM fallow.run AS r
    WHERE r.status = 'COMPLETED'
        AND r.business_date < :before
        AND r.business_date < (SELECT max(l.business_date) FROM fallow.run AS l WHERE l.status = 'COMPLETED')
        AND EXISTS (SELECT FROM fallow.run_count AS c WHERE c.run_id = r.run_id)
    ORDER BY r.run_id
    LIMIT :atMost
)
DELETE FROM fallow.run_count
WHERE run_id IN (SELECT run_id FROM old_run)
