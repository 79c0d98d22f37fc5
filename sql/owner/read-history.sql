-- What was decided about an account, oldest first.
SELECT
    business_date,
    CAST(from_state AS text) AS from_state,
    coalesce(CAST(to_state AS text), 'GONE') AS to_state,
    reasons,
    policy_version,
    run_id,
    decided_at,
    evidence
FROM fallow.decision
WHERE account_id = CAST(:accountId AS fallow.account_id)
ORDER BY decided_at, seq
