-- What every session of a night works under.
-- Custom plans: a generic plan made while a table was small costs five times on the grown one.
SET plan_cache_mode = force_custom_plan;
SET jit = off;
-- The night loses, never the payment: it gives up on a lock before the server looks for a deadlock and picks a victim.
SELECT set_config('lock_timeout', (greatest(setting::integer / 2, 10))::text || 'ms', false)
FROM pg_settings
WHERE name = 'deadlock_timeout';
