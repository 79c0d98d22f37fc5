-- Before any partition works, the server's own workers may help to count, as far as the server allows it: in this transaction only.
SELECT set_config(name, reset_val, true)
FROM pg_settings
WHERE name = 'max_parallel_workers_per_gather'
