-- Who holds the night's lock, or has asked for it.
SELECT string_agg(
    format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename),
    '; ' ORDER BY l.granted DESC, a.pid
)
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.relation = CAST('fallow.night_lock' AS regclass)
    AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
    AND l.pid <> pg_backend_pid()
