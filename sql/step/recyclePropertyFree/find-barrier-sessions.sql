-- The transactions that a barrier waits for, oldest first: of sessions, and prepared ones that no session holds.
WITH waited_for AS (
    SELECT
        format('pid %s (user %s, application %s, since %s)', pid, usename, coalesce(nullif(application_name, ''), '-'),
            to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')) AS who,
        xact_start AS since
    FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL
        AND pid <> pg_backend_pid()
    UNION ALL
    SELECT
        format('prepared transaction %L (user %s, since %s; COMMIT or ROLLBACK PREPARED)', gid, owner,
            to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
        prepared
    FROM pg_prepared_xacts
    WHERE database = current_database()
)
SELECT who
FROM waited_for
ORDER BY since
LIMIT 5
