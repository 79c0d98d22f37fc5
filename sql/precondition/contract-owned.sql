-- Objects of the contract that belong to another role than fallow_contract: what they do or read is done with that role's rights.
SELECT
    o.subject,
    'belongs to ' || o.owner || ', not to fallow_contract' AS found,
    'run `fallow init --contract FILE` with the contract again, which gives it to fallow_contract' AS cure
FROM (
    SELECT 'view fallow.' || c.relname AS subject, pg_get_userbyid(c.relowner) AS owner
    FROM pg_class AS c
    WHERE c.relnamespace = to_regnamespace('fallow')
        AND c.relname IN ('account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze')
    UNION ALL
    SELECT 'function ' || p.oid::regprocedure::text, pg_get_userbyid(p.proowner)
    FROM pg_proc AS p
    WHERE p.pronamespace = to_regnamespace('fallow')
        AND p.proname IN ('apply_protect', 'apply_unseal', 'apply_recycle', 'apply_restore', 'apply_release', 'read_activity',
            'read_exclusions', 'read_blocks', 'read_freezes', 'read_orphans', 'blocked_until', 'is_frozen')
) AS o
WHERE o.owner <> 'fallow_contract'
ORDER BY o.subject
