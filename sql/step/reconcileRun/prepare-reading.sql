-- A span's decisions and outcomes are put together in memory, and texts are digested in one encoding: in this transaction only.
SELECT
    set_config('work_mem', '64MB', true),
    set_config('client_encoding', 'UTF8', true)
