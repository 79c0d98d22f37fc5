-- Tables that the contract guards and whose guard is gone or switched off, or that are gone themselves.
SELECT g.guarded_table
FROM fallow.guard AS g
WHERE NOT EXISTS (
    SELECT
    FROM pg_trigger AS t
    WHERE t.tgrelid = to_regclass(g.guarded_table)
        AND t.tgname = 'fallow_guard'
        AND t.tgenabled IN ('O', 'A')
)
ORDER BY g.guarded_table
