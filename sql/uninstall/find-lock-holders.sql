-- Who holds the table, or waits for it before us.
SELECT string_agg(
    format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename),
    '; ' ORDER BY a.pid
)
FROM (
    SELECT DISTINCT l.pid
    FROM pg_locks AS l
    WHERE l.locktype = 'relation'
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND l.relation = to_regclass(:table)
        AND l.pid <> pg_backend_pid()
) AS holder
JOIN pg_stat_activity AS a ON a.pid = holder.pid
