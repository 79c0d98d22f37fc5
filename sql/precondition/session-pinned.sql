-- Settings of this very session that are not as every session of ours begins: something between us and the server has undone them, or
-- only a superuser may set them, and has.
SELECT
    'setting ' || wanted.name AS subject,
    'is ' || current_setting(wanted.name) || ' in a session of the night, not ' || wanted.setting AS found,
    CASE wanted.name
        WHEN 'session_replication_role' THEN format('ALTER ROLE %I RESET session_replication_role, and the same of the database', session_user)
        ELSE 'connect to PostgreSQL itself or to a pool in session mode, which gives a session to one client alone (docs/database.md)'
    END AS cure
FROM (VALUES
    ('default_transaction_isolation', 'read committed'),
    ('row_security', 'off'),
    ('session_replication_role', 'origin'),
    ('quote_all_identifiers', 'off')
) AS wanted (name, setting)
WHERE current_setting(wanted.name) <> wanted.setting
    -- a preview looks at one moment, and writes nothing
    AND (wanted.name <> 'default_transaction_isolation' OR current_setting('transaction_read_only') = 'off')
ORDER BY wanted.name
