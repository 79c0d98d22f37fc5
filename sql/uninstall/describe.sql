-- What is installed here, in figures. Zero rows: nothing is.
SELECT
    current_database() AS database,
    (
        SELECT count(*)
        FROM pg_class AS c
        WHERE c.relnamespace = n.oid
            AND c.relkind IN ('r', 'p')
            AND NOT c.relispartition
    ) AS tables
FROM pg_namespace AS n
WHERE n.nspname = 'fallow'
