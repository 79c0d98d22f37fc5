-- Whether every transaction older than the barrier that could write in this database has ended. The server counts the transactions of all its
-- databases together; one that demonstrably is another database's, of a session or a prepared one, writes nothing here. What cannot be told
-- apart is waited for. It looks through all locks of the server: not to be asked often.
WITH elsewhere AS MATERIALIZED (
    SELECT l.transactionid AS id
    FROM pg_locks AS l
    JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid'
        AND l.mode = 'ExclusiveLock'
        AND l.granted
        AND a.datname <> current_database()
    UNION ALL
    SELECT p.transaction
    FROM pg_prepared_xacts AS p
    WHERE p.database <> current_database()
)
SELECT NOT EXISTS (
    SELECT
    FROM pg_snapshot_xip(pg_current_snapshot()) AS running (id)
    WHERE running.id <= CAST(:barrier AS xid8)
        AND NOT EXISTS (
            SELECT
            FROM elsewhere AS e
            WHERE e.id = CAST(running.id AS xid)
        )
)
