-- What was completed otherwise, as by `fallow rerun`, is not to be taken up again.
UPDATE fallow.firing AS f
SET
    outcome = 'COMPLETED',
    next_attempt_at = NULL
WHERE f.outcome NOT IN ('COMPLETED', 'RUNNING')
    AND EXISTS (
        SELECT
        FROM fallow.run AS r
        WHERE r.business_date = f.business_date
            AND r.status = 'COMPLETED'
    )
