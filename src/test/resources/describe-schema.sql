-- Schema fallow from the catalogue, in words that all supported versions share.
WITH tables AS (
    SELECT c.oid, c.relname, c.relkind, c.reloptions
    FROM pg_class AS c
    WHERE c.relnamespace = 'fallow'::regnamespace
        AND c.relname <> 'flyway_schema_history'
),
lines AS (
    SELECT 1 AS part, t.relname AS name, 0 AS n,
        'CREATE TABLE fallow.' || t.relname || ' (' AS line
    FROM tables AS t
    WHERE t.relkind IN ('r', 'p')
    UNION ALL
    SELECT 1, t.relname, a.attnum::integer,
        '    ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            || CASE a.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END
            || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') || ','
    FROM tables AS t
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef AS d ON d.adrelid = t.oid AND d.adnum = a.attnum
    WHERE t.relkind IN ('r', 'p')
    UNION ALL
    SELECT 1, t.relname, 1000 + row_number() OVER (PARTITION BY t.oid ORDER BY c.conname)::integer,
        '    CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid) || ','
    FROM tables AS t
    JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype IN ('c', 'p', 'u', 'f')
    UNION ALL
    SELECT 1, t.relname, 9000,
        ')' || CASE t.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(t.oid) ELSE '' END
            || coalesce(' WITH (' || array_to_string(t.reloptions, ', ') || ')', '') || ';'
    FROM tables AS t
    WHERE t.relkind IN ('r', 'p')
    UNION ALL
    SELECT 2, i.relname, 0, pg_get_indexdef(i.oid) || ';'
    FROM pg_class AS i
    JOIN pg_index AS x ON x.indexrelid = i.oid
    JOIN tables AS t ON t.oid = x.indrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u'))
    UNION ALL
    SELECT 3, g.tgname, 0, pg_get_triggerdef(g.oid) || ';'
    FROM pg_trigger AS g
    JOIN tables AS t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 4, p.proname, source.number::integer, source.line
    FROM pg_proc AS p
    CROSS JOIN LATERAL unnest(string_to_array(pg_get_functiondef(p.oid), E'\n')) WITH ORDINALITY AS source (line, number)
    WHERE p.pronamespace = 'fallow'::regnamespace
    UNION ALL
    SELECT 5, t.relname, 0, 'CREATE VIEW fallow.' || t.relname || ' (' || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) || ');'
    FROM tables AS t
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0
    WHERE t.relkind = 'v'
    GROUP BY t.relname
    UNION ALL
    SELECT 6, y.typname, 0, 'CREATE TYPE fallow.' || y.typname || ' AS ENUM (' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) || ');'
    FROM pg_type AS y
    JOIN pg_enum AS e ON e.enumtypid = y.oid
    WHERE y.typnamespace = 'fallow'::regnamespace
    GROUP BY y.typname
    UNION ALL
    SELECT 6, y.typname, 0, 'CREATE DOMAIN fallow.' || y.typname || ' AS ' || format_type(y.typbasetype, y.typtypmod) || ';'
    FROM pg_type AS y
    WHERE y.typnamespace = 'fallow'::regnamespace
        AND y.typtype = 'd'
    UNION ALL
    SELECT 7, t.relname, 0, 'GRANT ' || string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type) || ' ON fallow.' || t.relname || ' TO ' || r.rolname || ';'
    FROM tables AS t
    JOIN pg_class AS c ON c.oid = t.oid
    CROSS JOIN LATERAL aclexplode(c.relacl) AS g
    JOIN pg_roles AS r ON r.oid = g.grantee AND r.rolname IN ('fallow_runtime', 'fallow_auditor')
    GROUP BY t.relname, r.rolname
)
SELECT line
FROM lines
ORDER BY part, name COLLATE "C", n, line COLLATE "C"
