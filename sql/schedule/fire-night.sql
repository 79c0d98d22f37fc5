-- A night has come: fixes its business date. Zero rows: that time or that date has come before.
INSERT INTO fallow.firing (scheduled_at, business_date, cause, fired_by, next_attempt_at)
VALUES (:scheduledAt, :businessDate, :cause, :by, :now)
ON CONFLICT DO NOTHING
