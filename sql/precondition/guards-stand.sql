-- Tables that the contract guards and whose guard is gone or switched off, or that are gone themselves.
-- By the catalogue and not by to_regclass, which would need rights on the platform's schema.
SELECT
    'the guard on table ' || g.guarded_table AS subject,
    'is missing or switched off' AS found,
    format('run `fallow init` with the contract again, or, if the table is gone on purpose, SELECT fallow.detach_guard(%L)', g.guarded_table)
        AS cure
FROM fallow.guard AS g
WHERE NOT EXISTS (
    SELECT
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE format('%I.%I', n.nspname, c.relname) = g.guarded_table
        AND t.tgname = 'fallow_guard'
        AND t.tgenabled IN ('O', 'A')
)
ORDER BY g.guarded_table
