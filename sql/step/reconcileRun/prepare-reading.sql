-- A span's decisions and outcomes are put together in memory, in this transaction only.
SELECT set_config('work_mem', '64MB', true)
