-- The first event of a business date or a later one; NULL: there is none.
SELECT min(event_id)
FROM fallow.event
WHERE business_date >= :date
