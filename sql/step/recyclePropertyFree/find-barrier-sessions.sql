-- The transactions that a barrier waits for, oldest first: of sessions, and prepared ones that no session holds. Those of other databases are
-- not among them, as they are not waited for.
WITH waited_for AS (
    SELECT
        format('pid %s (user %s, application %s, since %s)', a.pid, a.usename, coalesce(nullif(a.application_name, ''), '-'),
            coalesce(to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), 'unknown')) AS who,
        a.xact_start AS since
    FROM pg_stat_activity AS a
    WHERE a.pid <> pg_backend_pid()
        AND a.datname = current_database()
        AND (
            a.backend_xid IS NOT NULL
            OR EXISTS (
                SELECT
                FROM pg_locks AS l
                WHERE l.pid = a.pid
                    AND l.locktype = 'transactionid'
                    AND l.mode = 'ExclusiveLock'
                    AND l.granted
            )
        )
    UNION ALL
    SELECT
        format('prepared transaction %L of database %s (user %s, since %s; COMMIT or ROLLBACK PREPARED)', p.gid, p.database, p.owner,
            to_char(p.prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
        p.prepared
    FROM pg_prepared_xacts AS p
    WHERE p.database = current_database()
)
SELECT who
FROM waited_for
ORDER BY since NULLS LAST, who
LIMIT 5
