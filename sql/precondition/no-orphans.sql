-- Things held by keys that are no account's, found with the contract's own rights and no more: what an adopter has just connected. Nights ask
-- at full sweeps, by the policy's limit, and beside a value that a view cannot compute. Here it leaves the question open: a row without subject.
SELECT
    'key ' || quote_literal(CAST(o.account_id AS text)) AS subject,
    CASE WHEN o.account_id IS NULL
        THEN 'it cannot be told whether all that is held is an account''s, since a view of the contract cannot compute a value: ' || o.reason
        ELSE 'holds ' || coalesce(o.reason, 'UNKNOWN') || ' and is no account''s in fallow.account_activity'
    END AS found,
    'let the contract''s views agree on keys: spelling, blanks, and accounts that are left out; or raise inputs.max-orphans in the policy'
        AS cure
FROM fallow.read_orphans(1000) AS o
WHERE NOT EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = o.account_id)
ORDER BY o.account_id NULLS FIRST, o.reason
LIMIT 5
