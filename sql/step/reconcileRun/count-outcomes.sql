-- Each account looked at has exactly one outcome: its last transition, else set aside, warned, excluded or unchanged.
-- The digit in front ranks them.
WITH traces AS (
    SELECT d.account_id, '1' || coalesce(CAST(nullif(max(d.to_state), 'ACTIVE') AS text), min(d.reasons[1])) AS outcome
    FROM fallow.decision AS d
    WHERE d.run_id = :runId
        AND d.business_date = :businessDate
    GROUP BY d.account_id
    UNION ALL
    SELECT s.account_id, '2SET_ASIDE'
    FROM fallow.set_aside AS s
    WHERE s.run_id = :runId
    UNION ALL
    SELECT n.account_id, '3WARNED'
    FROM fallow.notice AS n
    WHERE n.run_id = :runId
    UNION ALL
    SELECT l.account_id, '4EXCLUDED'
    FROM fallow.plan AS p
    JOIN fallow.account_lifecycle AS l
        ON l.account_id = p.account_id
        AND l.run_id = :runId
        AND l.excluded_for <> '{}'
    WHERE p.run_id = :runId
        AND p.verdict IN ('RECYCLE', 'RELEASE')
    UNION ALL
    SELECT p.account_id, CASE WHEN p.excluded_for <> '{}' THEN '4EXCLUDED' ELSE '5UNCHANGED' END
    FROM fallow.plan AS p
    WHERE p.run_id = :runId
),
outcomes AS (
    SELECT substr(min(outcome), 2) AS outcome
    FROM traces
    GROUP BY account_id
)
SELECT outcome, count(*) AS n
FROM outcomes
GROUP BY outcome
ORDER BY outcome
