-- What the nights come by from now on, as the node that starts now was told. Zero rows: as before. A new time counts from now.
INSERT INTO fallow.schedule AS s (cron, zone, policy_zone, misfire, since, set_by)
VALUES (:cron, :zone, :policyZone, :misfire, :now, :node)
ON CONFLICT ON CONSTRAINT schedule_pk DO UPDATE
SET
    cron = excluded.cron,
    zone = excluded.zone,
    policy_zone = excluded.policy_zone,
    misfire = excluded.misfire,
    since = CASE WHEN (s.cron, s.zone) = (excluded.cron, excluded.zone) THEN s.since ELSE excluded.since END,
    set_by = excluded.set_by
WHERE (s.cron, s.zone, s.policy_zone, s.misfire) <> (excluded.cron, excluded.zone, excluded.policy_zone, excluded.misfire)
