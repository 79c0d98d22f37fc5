-- How the schedule stands, in figures.
SELECT
    (SELECT max(r.business_date) FROM fallow.run AS r WHERE r.status = 'COMPLETED') AS last_completed_date,
    (SELECT max(r.finished_at) FROM fallow.run AS r WHERE r.status = 'COMPLETED') AS last_completed_at,
    (SELECT max(f.fired_at) FROM fallow.firing AS f) AS last_fired_at,
    (SELECT count(*) FROM fallow.firing AS f WHERE f.outcome <> 'COMPLETED' AND f.next_attempt_at IS NOT NULL) AS firings_due,
    (SELECT count(*) FROM fallow.alarm AS a WHERE a.cleared_at IS NULL AND a.kind = 'NIGHT_MISSING') AS night_missing,
    (SELECT count(*) FROM fallow.alarm AS a WHERE a.cleared_at IS NULL AND a.kind = 'TRIGGER_STUCK') AS trigger_stuck,
    (SELECT count(*) FROM fallow.alarm AS a WHERE a.cleared_at IS NULL AND a.kind = 'RUN_STALLED') AS run_stalled,
    (SELECT count(*) FROM fallow.alarm AS a WHERE a.cleared_at IS NULL AND a.kind = 'PRECONDITION_UNMET') AS precondition_unmet
