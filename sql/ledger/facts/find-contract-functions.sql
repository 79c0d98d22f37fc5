-- What is there of the contract's functions, with what they return and who they run as.
SELECT
    p.proname AS object,
    format_type(p.prorettype, NULL) AS returns,
    p.prosecdef AS definer,
    p.proconfig IS NOT NULL AS fixed_path
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname = 'fallow'
WHERE p.proname IN ('apply_protect', 'apply_unseal', 'apply_recycle', 'apply_restore', 'apply_release')
    AND p.pronargs = 1
    AND format_type(p.proargtypes[0], NULL) = 'fallow.account_id[]'
ORDER BY p.proname
