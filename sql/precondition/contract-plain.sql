-- What stands between the contract's views and the tables they read, and is no plain view: what is materialised is as old as its refresh, what
-- is foreign no guard sees, and a view with security_invoker reads with the rights of whoever asks.
SELECT
    f.subject,
    f.found,
    f.cure
FROM (
    SELECT
        'fallow.' || c.relname AS subject,
        'is ' || CASE c.relkind WHEN 'm' THEN 'a materialized view' WHEN 'f' THEN 'a foreign table' ELSE 'a table' END || ', not a plain view'
            AS found,
        'make it a view on the platform''s tables, in the contract' AS cure
    FROM pg_class AS c
    WHERE c.relnamespace = to_regnamespace('fallow')
        AND c.relname IN ('account_activity', 'account_exclusion', 'source_health', 'account_block', 'account_freeze')
        AND c.relkind <> 'v'
    UNION
    SELECT
        'view fallow.' || r.contract_view,
        'reads ' || r.relation_name || ', a ' || CASE r.kind WHEN 'm' THEN 'materialized view: what came after its refresh is overlooked'
            ELSE 'foreign table: what is written to it elsewhere meets no guard' END,
        'read the tables themselves, in the contract'
    FROM fallow.contract_reads AS r
    WHERE r.contract_view <> 'source_health'
        AND r.kind IN ('m', 'f')
    UNION
    SELECT
        'view ' || r.view::regclass::text,
        'has security_invoker, and would read with other rights than fallow_contract''s',
        format('ALTER VIEW %s SET (security_invoker = false)', r.view::regclass)
    FROM fallow.contract_reads AS r
    JOIN pg_class AS c ON c.oid = r.view
    WHERE EXISTS (
        SELECT
        FROM pg_options_to_table(c.reloptions) AS o
        WHERE o.option_name = 'security_invoker'
            AND o.option_value::boolean
    )
) AS f
ORDER BY f.subject, f.found
