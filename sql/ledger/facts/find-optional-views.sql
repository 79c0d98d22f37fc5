-- The contract's optional views: whether each is there, and whether Fallow reads it.
SELECT
    v.name AS view,
    to_regclass('fallow.' || v.name) IS NOT NULL AS present,
    EXISTS (
        SELECT
        FROM pg_proc AS p
        WHERE p.pronamespace = to_regnamespace('fallow')
            AND p.proname = v.reader
            AND p.prosrc LIKE '%fallow.' || v.name || ' %'
    ) AS read
FROM (VALUES ('account_block', 'known_blocks'), ('account_freeze', 'known_freezes')) AS v (name, reader)
ORDER BY v.name
