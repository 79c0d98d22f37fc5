-- Keeps nights away while Fallow goes: their own lock. False: one has it.
SELECT pg_try_advisory_lock(hashtext('fallow'), hashtext('nightlyRecycling'))
