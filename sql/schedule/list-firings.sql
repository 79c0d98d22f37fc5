-- The nights that came last, the latest first.
SELECT firing_id, scheduled_at, business_date, cause, fired_at, fired_by, node, attempts, failures, outcome, detail, next_attempt_at
FROM fallow.firing
ORDER BY business_date DESC
LIMIT :limit
