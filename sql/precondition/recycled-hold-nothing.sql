-- Accounts that are RECYCLED and hold something all the same: what came by a table whose guard lets writes through, as rows of logical replication
-- do, or past all guards. What an authority or the platform has laid on an account is no property. Nothing is read where every guard refuses.
SELECT
    'account ' || quote_literal(CAST(l.account_id AS text)) AS subject,
    'is RECYCLED and holds ' || coalesce(x.reason, 'UNKNOWN') AS found,
    'fallow restore ' || CAST(l.account_id AS text) || ' --evidence TEXT, while its quarantine lasts; until then nothing is to be released' AS cure
FROM fallow.account_lifecycle AS l
JOIN fallow.account_exclusion AS x ON x.account_id = l.account_id
WHERE l.state = 'RECYCLED'
    AND coalesce(x.reason, 'UNKNOWN') NOT IN ('BLOCKED', 'JUDICIAL_FREEZE', 'LEGAL_HOLD')
    AND EXISTS (SELECT FROM fallow.guard AS g WHERE NOT g.refuses)
ORDER BY l.account_id, x.reason
LIMIT 20
