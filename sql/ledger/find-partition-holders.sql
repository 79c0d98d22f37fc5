-- Who has a chunk of the partition open.
SELECT string_agg(
    format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename),
    '; ' ORDER BY a.pid
)
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint = hashtext('fallow partition')::bigint & 4294967295
    AND l.objid::bigint = :stepExecutionId % 2147483647
    AND l.granted
HAVING count(*) > 0
