-- Whether the order of account keys is a collation's, and so the database's, or a server's, to change.
SELECT t.typcollation <> 0
FROM pg_type AS t
WHERE t.oid = CAST('fallow.account_id' AS regtype)
