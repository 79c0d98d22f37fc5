-- Who publishes to the consumer.
SELECT format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename)
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint = hashtext('fallow')::bigint & 4294967295
    AND l.objid::bigint = hashtext('publish ' || :consumer)::bigint & 4294967295
    AND l.granted
