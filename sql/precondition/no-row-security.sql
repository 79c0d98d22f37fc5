-- Tables under row level security that the contract's views read with the rights of a role it binds: with row_security off PostgreSQL refuses
-- to read them, and otherwise it would leave rows out without a word.
SELECT DISTINCT
    'table ' || r.relation_name AS subject,
    format('is under row level security, which binds %s, the owner of view %s', u.rolname, r.view::regclass) AS found,
    format('ALTER ROLE %I BYPASSRLS, or ALTER TABLE %s DISABLE ROW LEVEL SECURITY; a policy that lets the role see all rows cannot be told from'
        ' one that hides some, and does not do', u.rolname, r.relation_name) AS cure
FROM fallow.contract_reads AS r
JOIN pg_class AS c ON c.oid = r.relation
JOIN pg_roles AS u ON u.oid = r.reader
WHERE c.relrowsecurity
    AND NOT u.rolsuper
    AND NOT u.rolbypassrls
    AND (c.relforcerowsecurity OR NOT pg_has_role(u.oid, c.relowner, 'USAGE'))
ORDER BY subject
