-- What is not Fallow's and rests on what is, guards apart: views on Fallow's views, columns of its types. The schema cannot go before it.
WITH ours AS (
    SELECT 'pg_class'::regclass AS class, c.oid AS object FROM pg_class AS c WHERE c.relnamespace = to_regnamespace('fallow')
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid FROM pg_proc AS p WHERE p.pronamespace = to_regnamespace('fallow')
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid FROM pg_type AS t WHERE t.typnamespace = to_regnamespace('fallow')
),
resting AS (
    SELECT
        d.classid,
        d.objid,
        CASE d.classid
            WHEN 'pg_class'::regclass THEN d.objid
            WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite AS r WHERE r.oid = d.objid)
            WHEN 'pg_attrdef'::regclass THEN (SELECT a.adrelid FROM pg_attrdef AS a WHERE a.oid = d.objid)
            WHEN 'pg_constraint'::regclass THEN (SELECT k.conrelid FROM pg_constraint AS k WHERE k.oid = d.objid)
            WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy AS p WHERE p.oid = d.objid)
        END AS relation
    FROM pg_depend AS d
    JOIN ours ON ours.class = d.refclassid AND ours.object = d.refobjid
    WHERE d.deptype IN ('n', 'a')
        AND d.classid <> 'pg_trigger'::regclass
)
SELECT DISTINCT
    CASE
        WHEN r.relation IS NOT NULL THEN CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'table ' END
            || r.relation::regclass::text
        ELSE 'function ' || p.oid::regprocedure::text
    END AS outsider
FROM resting AS r
LEFT JOIN pg_class AS c ON c.oid = r.relation
LEFT JOIN pg_proc AS p ON r.classid = 'pg_proc'::regclass AND p.oid = r.objid
WHERE coalesce(c.relnamespace, p.pronamespace) <> to_regnamespace('fallow')
ORDER BY outsider
