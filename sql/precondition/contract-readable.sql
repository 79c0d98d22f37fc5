-- What the contract's views read and their owner may not.
WITH needed AS (
    SELECT DISTINCT r.reader, r.relation, r.relation_name, c.relnamespace
    FROM fallow.contract_reads AS r
    JOIN pg_class AS c ON c.oid = r.relation
    WHERE NOT (
        has_table_privilege(r.reader, r.relation, 'SELECT')
        OR (r.column_number > 0 AND has_column_privilege(r.reader, r.relation, r.column_number, 'SELECT'))
        OR (r.column_number = 0 AND has_any_column_privilege(r.reader, r.relation, 'SELECT'))
    )
    UNION
    SELECT DISTINCT r.reader, NULL::oid, NULL, c.relnamespace
    FROM fallow.contract_reads AS r
    JOIN pg_class AS c ON c.oid = r.relation
    WHERE NOT has_schema_privilege(r.reader, c.relnamespace, 'USAGE')
)
SELECT
    'role ' || pg_get_userbyid(n.reader) AS subject,
    CASE WHEN n.relation IS NULL THEN format('may not use schema %I, whose tables the contract''s views read', s.nspname)
        ELSE 'may not read ' || n.relation_name || ', as the contract''s views do' END AS found,
    CASE WHEN n.relation IS NULL THEN format('GRANT USAGE ON SCHEMA %I TO %I', s.nspname, pg_get_userbyid(n.reader))
        ELSE format('GRANT SELECT ON %s TO %I', n.relation_name, pg_get_userbyid(n.reader)) END AS cure
FROM needed AS n
JOIN pg_namespace AS s ON s.oid = n.relnamespace
ORDER BY n.relation IS NOT NULL, n.relation_name, s.nspname
