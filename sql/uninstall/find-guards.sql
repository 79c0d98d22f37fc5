-- Every trigger of Fallow's on a table that is not Fallow's, by the catalogue: whatever the ledger has forgotten or was never told. What a
-- partition has from its parent goes with the parent's.
SELECT
    t.tgrelid::regclass::text AS guarded_table,
    format('DROP TRIGGER IF EXISTS %I ON %s', t.tgname, t.tgrelid::regclass) AS statement
FROM pg_trigger AS t
JOIN pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE p.pronamespace = to_regnamespace('fallow')
    AND c.relnamespace <> p.pronamespace
    AND NOT t.tgisinternal
    AND t.tgparentid = 0
ORDER BY guarded_table, t.tgname
