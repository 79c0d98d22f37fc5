-- Functions of schema fallow that work with their owner's rights and do not fix what they see: rows that row level security leaves out, or
-- objects of a search_path that the caller sets.
SELECT
    'function ' || p.oid::regprocedure::text AS subject,
    'is SECURITY DEFINER without row_security=off and a search_path of its own' AS found,
    'run `fallow init` with the contract again' AS cure
FROM pg_proc AS p
WHERE p.pronamespace = to_regnamespace('fallow')
    AND p.prosecdef
    AND NOT (
        coalesce('row_security=off' = ANY (p.proconfig), false)
        AND EXISTS (SELECT FROM unnest(p.proconfig) AS c (setting) WHERE c.setting LIKE 'search\_path=%')
    )
ORDER BY subject
