-- What the login of this session is beside a night's; zero rows: nothing that is too much. A view or trigger of the platform can take back the
-- role that a night has taken, and then does with the login's rights what it likes.
SELECT CASE
    WHEN r.rolsuper THEN 'is a superuser'
    WHEN pg_has_role(r.oid, 'fallow_owner', 'MEMBER') THEN 'is a member of fallow_owner'
    WHEN pg_has_role(r.oid, 'fallow_contract', 'MEMBER') THEN 'is a member of fallow_contract'
END AS power
FROM pg_roles AS r
WHERE r.rolname = session_user
    AND to_regclass('fallow.installation') IS NOT NULL
    AND (r.rolsuper OR pg_has_role(r.oid, 'fallow_owner', 'MEMBER') OR pg_has_role(r.oid, 'fallow_contract', 'MEMBER'))
