-- The sessions that a barrier waits for, oldest first.
SELECT format('pid %s (user %s, application %s, since %s)', pid, usename, coalesce(nullif(application_name, ''), '-'),
    to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'))
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL
    AND pid <> pg_backend_pid()
ORDER BY xact_start
LIMIT 5
