-- The latest business date up to today that is completed or was given up; null: none is. A date that is still to come, as of a machine whose
-- clock was ahead, says nothing of the nights before it.
SELECT max(business_date)
FROM fallow.run
WHERE status IN ('COMPLETED', 'ABANDONED')
    AND business_date <= :today
