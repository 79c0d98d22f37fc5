-- Where Quartz stands with the trigger of the nights. No row: it has none.
SELECT next_fire_time, prev_fire_time, trigger_state
FROM fallow.qrtz_triggers
WHERE sched_name = :scheduler
    AND trigger_name = :trigger
    AND trigger_group = :group
