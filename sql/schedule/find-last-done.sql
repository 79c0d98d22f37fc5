-- The latest business date that is completed or was given up; null: none is.
SELECT max(business_date)
FROM fallow.run
WHERE status IN ('COMPLETED', 'ABANDONED')
