-- Transactions that may have written events and have not ended; a prepared one too. See V010 for why this lock tells.
SELECT DISTINCT l.virtualtransaction
FROM pg_locks AS l
WHERE l.locktype = 'relation'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.relation = CAST('fallow.event' AS regclass)
    AND l.mode = 'RowExclusiveLock'
    AND l.granted
