-- What the nights come by. No row: no node has served yet.
SELECT cron, zone, policy_zone, misfire, since, set_by, paused_at, paused_by, paused_reason
FROM fallow.schedule
