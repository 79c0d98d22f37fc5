-- One publisher a consumer: a lock held by a session, freed when it ends.
SELECT pg_try_advisory_lock(hashtext('fallow'), hashtext('publish ' || :consumer))
