-- Things held by keys that are no account's, found with the contract's own rights and no more: what an adopter has just connected. Nights ask
-- at full sweeps, by the policy's limit.
SELECT
    'key ' || quote_literal(CAST(o.account_id AS text)) AS subject,
    'holds ' || coalesce(o.reason, 'UNKNOWN') || ' and is no account''s in fallow.account_activity' AS found,
    'let the contract''s views agree on keys: spelling, blanks, and accounts that are left out; or raise inputs.max-orphans in the policy'
        AS cure
FROM fallow.read_orphans(1000) AS o
WHERE NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = o.account_id)
ORDER BY o.account_id, o.reason
LIMIT 5
