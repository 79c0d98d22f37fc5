-- A transaction of the night only commits while its run still belongs to this process: a takeover raises the token and waits for this
-- share lock. Whether the run's lock is still held and whether somebody wished a stop comes with the same round trip,
-- and whether this session still is what ours begin as.
SELECT
    EXISTS (
        SELECT
        FROM pg_locks AS l
        JOIN fallow.run_lock AS o ON o.session = l.pid
        WHERE o.run_id = r.run_id
            AND o.token = r.token
            AND l.locktype = 'relation'
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.relation = CAST('fallow.night_lock' AS regclass)
            AND l.mode = 'ExclusiveLock'
            AND l.granted
    ) AS locked,
    EXISTS (
        SELECT
        FROM fallow.stop_wish AS w
        WHERE w.run_id = r.run_id
            AND w.token = r.token
    ) AS stop_wished,
    current_setting('transaction_isolation') = 'read committed' AND current_setting('row_security') = 'off' AS pinned
FROM fallow.run AS r
WHERE r.run_id = :runId
    AND r.token = :token
    AND r.status = 'RUNNING'
FOR SHARE OF r
