-- A chunk of the accounts that a run recycled, in the order of keys, with where they stand now. An account that was brought back and
-- recycled again by a later run is no longer this one's, and what its owner cancelled is not the run's at all.
SELECT
    CAST(d.account_id AS text) AS account_id,
    coalesce(CAST(l.state AS text), 'ACTIVE') AS state,
    l.since,
    coalesce(l.state = 'RECYCLED' AND l.since = d.business_date, false) AS as_recycled
FROM fallow.decision AS d
LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = d.account_id
WHERE d.run_id = :runId
    AND d.business_date = :businessDate
    AND d.to_state = 'RECYCLED'
    AND d.reasons <> '{CANCELLED}'
    AND (CAST(:after AS text) IS NULL OR d.account_id > CAST(:after AS fallow.account_id))
ORDER BY d.account_id
LIMIT :limit
