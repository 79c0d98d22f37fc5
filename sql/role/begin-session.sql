-- What every session of a night works under. Timeouts are in milliseconds, from the settings under fallow.session.
-- Custom plans: a generic plan made while a table was small costs five times on the grown one.
SET plan_cache_mode = force_custom_plan;
SET jit = off;
-- The partitions are what works side by side. Workers of the server's beside them only wait for each other, and take the platform's processors.
SET max_parallel_workers_per_gather = 0;
-- Nothing hangs for ever: a statement that never ends, or a transaction whose process does not go on, would hold what others wait for.
SET statement_timeout = ${statementTimeout};
SET idle_in_transaction_session_timeout = ${idleInTransactionTimeout};
-- The night loses, never the payment: it gives up on a lock before the server looks for a deadlock and picks a victim.
SELECT set_config('lock_timeout', (least(${lockTimeout}, greatest(setting::integer / 2, 10)))::text || 'ms', false)
FROM pg_settings
WHERE name = 'deadlock_timeout';
