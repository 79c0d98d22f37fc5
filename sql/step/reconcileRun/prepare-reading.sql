-- A span's decisions and outcomes are put together in memory, in this transaction only: by hashing, whatever statistics say of the run's rows.
-- A plan that takes thousands of them for one looks through all of the other side for each: 40,000 reviews took half a minute.
SELECT
    set_config('work_mem', '64MB', true),
    set_config('enable_nestloop', 'off', true)
