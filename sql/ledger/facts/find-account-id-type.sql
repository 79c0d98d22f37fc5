-- The type behind the account key's domain; nothing when Fallow's schema is not there.
SELECT format_type(t.typbasetype, t.typtypmod)
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace AND n.nspname = 'fallow'
WHERE t.typname = 'account_id'
    AND t.typtype = 'd'
