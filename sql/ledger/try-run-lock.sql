-- The night's lock of this database: held by a session, freed when it ends.
SELECT pg_try_advisory_lock(hashtext('fallow'), hashtext('nightlyRecycling'))
