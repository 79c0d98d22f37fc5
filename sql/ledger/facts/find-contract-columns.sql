-- What is there of the contract's views, column by column, with the type as PostgreSQL names it.
SELECT
    c.relname AS object,
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'fallow'
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relname IN ('account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze')
    AND c.relkind IN ('v', 'm', 'r', 'p', 'f')
ORDER BY c.relname, a.attnum
