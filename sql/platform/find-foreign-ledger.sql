-- Whether there is a ledger that no demo made: schema fallow without the reference platform beside it.
SELECT to_regnamespace('fallow') IS NOT NULL AND to_regclass('platform.feed') IS NULL
