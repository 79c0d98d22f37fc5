-- Somebody wants a night now, or again. Zero rows: it is completed, or being run.
INSERT INTO fallow.firing AS f (scheduled_at, business_date, cause, fired_by, next_attempt_at)
VALUES (:now, :businessDate, 'OPERATOR', :by, :now)
ON CONFLICT ON CONSTRAINT firing_one_a_business_date DO UPDATE
SET
    outcome = 'DUE',
    failures = 0,
    next_attempt_at = excluded.next_attempt_at
WHERE f.outcome NOT IN ('COMPLETED', 'RUNNING')
