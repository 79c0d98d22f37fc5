-- The night's lock of this database: held by a session, freed when it ends. Gives the session; NULL: another one holds it.
SELECT CASE WHEN pg_try_advisory_lock(hashtext('fallow'), hashtext('nightlyRecycling')) THEN pg_backend_pid() END
