-- Who has a chunk of the partition open: the transaction that locked the claim's row last, as long as it goes on.
SELECT string_agg(
    format('%s, database session %s of user %s', coalesce(nullif(a.application_name, ''), 'unnamed'), a.pid, a.usename),
    '; ' ORDER BY a.pid
)
FROM fallow.partition_claim AS c
JOIN pg_locks AS l ON l.transactionid = c.xmax
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE c.step_execution_id = :stepExecutionId
    AND l.locktype = 'transactionid'
    AND l.mode = 'ExclusiveLock'
    AND l.granted
HAVING count(*) > 0
