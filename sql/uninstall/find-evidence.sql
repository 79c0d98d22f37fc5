-- What is kept when Fallow goes: every table of its, with the statement that writes it out, but for what only nights at work need.
SELECT
    c.relname AS name,
    format('COPY (TABLE %s) TO STDOUT WITH (FORMAT csv, HEADER true)', c.oid::regclass) AS statement
FROM pg_class AS c
WHERE c.relnamespace = to_regnamespace('fallow')
    AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition
    AND c.relname !~ '^(batch|qrtz|flyway)_'
    AND c.relname NOT IN ('plan', 'run_lock', 'night_lock', 'chain_lock', 'partition_claim', 'stop_wish', 'recycling_horizon')
ORDER BY c.relname
