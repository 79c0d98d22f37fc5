-- How many alarms of each kind the watchdog has raised and not cleared, along the index of those in force.
SELECT
    k.kind,
    count(a.kind) AS active
FROM (VALUES ('NIGHT_MISSING'), ('TRIGGER_STUCK'), ('RUN_STALLED'), ('PRECONDITION_UNMET')) AS k (kind)
LEFT JOIN fallow.alarm AS a ON a.kind = k.kind AND a.cleared_at IS NULL
GROUP BY k.kind
ORDER BY k.kind
