-- What is wrong now, the oldest first.
SELECT kind, subject, business_date, detail, raised_at
FROM fallow.alarm
WHERE cleared_at IS NULL
ORDER BY alarm_id
