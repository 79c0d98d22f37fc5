-- Takes windows whose hour has come out of the index of open ones. One that is being replaced in this moment is left to who does so.
WITH elapsed AS (
    SELECT w.window_id
    FROM fallow.property_window AS w
    WHERE w.expired_at IS NULL
        AND w.until <= :now
    ORDER BY w.window_id
    LIMIT :atMost
    FOR UPDATE SKIP LOCKED
)
UPDATE fallow.property_window AS w
SET expired_at = :now
FROM elapsed
WHERE w.window_id = elapsed.window_id
    AND w.expired_at IS NULL
