-- Fallow's roles. They belong to the whole server: kept_by names what a role still has here or in other databases beside its grants here,
-- which go with it.
SELECT
    r.rolname AS role,
    (
        SELECT string_agg(DISTINCT
            CASE
                WHEN s.dbid = 0 THEN 'grants on the server'
                WHEN d.datname = current_database() THEN 'objects of its own in database ' || d.datname
                ELSE 'database ' || d.datname
            END, ', ')
        FROM pg_shdepend AS s
        LEFT JOIN pg_database AS d ON d.oid = s.dbid
        WHERE s.refclassid = 'pg_authid'::regclass
            AND s.refobjid = r.oid
            AND (s.deptype = 'o' OR d.datname IS DISTINCT FROM current_database())
            AND s.classid <> 'pg_auth_members'::regclass
    ) AS kept_by,
    format('DROP OWNED BY %I; DROP ROLE %I', r.rolname, r.rolname) AS statement
FROM pg_roles AS r
WHERE r.rolname IN ('fallow_owner', 'fallow_contract', 'fallow_runtime', 'fallow_auditor', 'fallow_platform', 'fallow_publisher',
    'fallow_desk', 'fallow_approver')
ORDER BY r.rolname
