-- Who holds a run by a chunk that has not ended: what a takeover would have to wait for.
SELECT string_agg(
    format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename),
    '; ' ORDER BY a.pid
)
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = CAST('fallow.run' AS regclass)
    AND l.mode = 'RowShareLock'
    AND l.pid <> pg_backend_pid()
HAVING count(*) > 0
