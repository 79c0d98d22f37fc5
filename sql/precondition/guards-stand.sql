-- What is wrong with the guards, one row a table, partition or child. By the catalogue and not by to_regclass, which would need rights on the
-- platform's schema.
WITH guard AS (
    SELECT g.guarded_table, g.key_column, g.refuses, g.function_name, g.digest, c.oid AS table_oid
    FROM fallow.guard AS g
    LEFT JOIN (
        SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS qualified
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
    ) AS c ON c.qualified = g.guarded_table
),
member AS (
    SELECT g.guarded_table, g.key_column, g.refuses, g.function_name, g.digest, r.relation, r.kind, r.depth
    FROM guard AS g
    CROSS JOIN LATERAL fallow.guarded_relations(g.table_oid) AS r
    WHERE g.table_oid IS NOT NULL
),
fault AS (
    SELECT
        g.guarded_table AS place,
        'is missing: there is no such table' AS found,
        format('run `fallow init` with the contract again, or, if the table is gone on purpose, SELECT fallow.detach_guard(%L)', g.guarded_table)
            AS cure
    FROM guard AS g
    WHERE g.table_oid IS NULL
    UNION ALL
    SELECT
        g.guarded_table,
        'cannot work: ' || fallow.why_not_guarded(g.table_oid, g.key_column, g.refuses),
        'attach it to what holds the key now, in the contract, and run `fallow init` with it again; what is given up goes by SELECT'
            || format(' fallow.detach_guard(%L, %L)', g.guarded_table, g.key_column)
    FROM guard AS g
    WHERE g.table_oid IS NOT NULL
        AND fallow.why_not_guarded(g.table_oid, g.key_column, g.refuses) IS NOT NULL
    UNION ALL
    -- the row trigger: there, ours, whole and always on
    SELECT
        m.relation::text,
        CASE
            WHEN t.oid IS NULL THEN 'is missing'
            WHEN t.tgenabled = 'D' THEN 'is switched off'
            WHEN p.oid IS NULL THEN 'calls another function than the guard''s'
            WHEN md5(p.prosrc) <> m.digest OR NOT p.prosecdef OR p.proowner <> 'fallow_owner'::regrole
                THEN 'calls a function that was changed since it was attached'
            WHEN t.tgtype <> 29 OR t.tgqual IS NOT NULL OR t.tgattr <> '' THEN 'does not fire for every row that is inserted, updated or deleted'
            WHEN t.tgenabled <> 'A' THEN 'is not ENABLE ALWAYS: rows of logical replication pass it by'
            ELSE 'was made for a column that has another type now'
        END,
        CASE
            WHEN t.tgenabled <> 'A' AND p.oid IS NOT NULL AND t.tgtype = 29 AND t.tgqual IS NULL AND t.tgattr = ''
                THEN format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I (ENABLE TRIGGER ALL, as after a restore, undoes ALWAYS), or `fallow init`',
                    m.relation, t.tgname)
            ELSE 'run `fallow init` again, which attaches it anew; if the table needs none any more, SELECT'
                || format(' fallow.detach_guard(%L, %L)', m.guarded_table, m.key_column)
        END
    FROM member AS m
    LEFT JOIN pg_trigger AS t
        ON t.tgrelid = m.relation
        AND t.tgname = 'fallow_' || m.function_name
    LEFT JOIN pg_proc AS p
        ON p.oid = t.tgfoid
        AND p.pronamespace = to_regnamespace('fallow')
        AND p.proname = m.function_name
    LEFT JOIN pg_attribute AS a
        ON a.attrelid = m.relation
        AND a.attname = m.key_column
        AND NOT a.attisdropped
    WHERE t.oid IS NULL
        OR t.tgenabled <> 'A'
        OR p.oid IS NULL
        OR md5(p.prosrc) <> m.digest
        OR NOT p.prosecdef
        OR p.proowner <> 'fallow_owner'::regrole
        OR t.tgtype <> 29
        OR t.tgqual IS NOT NULL
        OR t.tgattr <> ''
        OR p.prosrc NOT LIKE '%a.atttypid = ' || a.atttypid || ';%'
    UNION ALL
    -- and the one for TRUNCATE, of which a partition that came since has none
    SELECT
        m.relation::text,
        'does not see TRUNCATE',
        'run `fallow init` again, which attaches it anew'
    FROM member AS m
    WHERE m.depth = 0
        AND NOT EXISTS (
            SELECT
            FROM pg_trigger AS t
            JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.pronamespace = to_regnamespace('fallow')
            WHERE t.tgrelid = m.relation
                AND t.tgname = 'fallow_truncate'
                AND t.tgenabled = 'A'
                AND p.proname IN ('guard_truncate', 'guard_truncate_locking')
        )
)
SELECT DISTINCT
    'the guard on table ' || f.place AS subject,
    f.found,
    f.cure
FROM fault AS f
ORDER BY subject, f.found
