-- Columns that the contract's views read and whose values are equal to each other by other rules than text is: where one of them is a key,
-- property of 'ann' is no property of 'Ann'. Which columns are keys the catalogue does not tell. Keys that are numbers or uuids have no such.
SELECT DISTINCT
    'column ' || r.relation_name || '.' || quote_ident(a.attname) AS subject,
    CASE
        WHEN base.typname = 'citext' THEN 'is citext, and accounts are keyed by text'
        ELSE 'has collation ' || l.collname || ', which is not deterministic, and accounts are keyed by text'
    END AS found,
    'keep it out of the contract''s views, or make it text of a deterministic collation: what is one key to the platform must be one to Fallow'
        AS cure
FROM fallow.contract_reads AS r
JOIN pg_attribute AS a ON a.attrelid = r.relation AND a.attnum = r.column_number AND a.attnum > 0
CROSS JOIN LATERAL (
    WITH RECURSIVE known_as (typname, typbasetype) AS (
        SELECT t.typname, t.typbasetype FROM pg_type AS t WHERE t.oid = a.atttypid
        UNION ALL
        SELECT t.typname, t.typbasetype FROM known_as AS k JOIN pg_type AS t ON t.oid = k.typbasetype
    )
    SELECT k.typname FROM known_as AS k WHERE k.typbasetype = 0 -- what domains stand for
) AS base
LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
WHERE r.contract_view <> 'source_health'
    AND EXISTS (
        SELECT
        FROM pg_type AS k
        WHERE k.typnamespace = to_regnamespace('fallow')
            AND k.typname = 'account_id'
            AND k.typbasetype = 'text'::regtype
    )
    AND (base.typname = 'citext' OR NOT l.collisdeterministic)
ORDER BY subject
