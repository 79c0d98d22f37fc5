-- Each account looked at has exactly one outcome: its last transition, else set aside, warned, excluded or unchanged. They are ranked
-- by number, so that a million accounts are told apart without comparing a text.
WITH traces AS (
    SELECT
        d.account_id,
        CASE d.to_state
            WHEN 'RELEASED' THEN 1
            WHEN 'RECYCLED' THEN 2
            WHEN 'PROTECTED' THEN 3
            WHEN 'DORMANT' THEN 4
            WHEN 'ACTIVE' THEN 5
            ELSE 6
        END AS outcome
    FROM fallow.decision AS d
    WHERE d.run_id = :runId
        AND d.business_date = :businessDate
        AND (CAST(:after AS text) IS NULL OR d.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR d.account_id <= CAST(:upTo AS fallow.account_id))
    UNION ALL
    SELECT s.account_id, 7
    FROM fallow.set_aside AS s
    WHERE s.run_id = :runId
        AND (CAST(:after AS text) IS NULL OR s.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR s.account_id <= CAST(:upTo AS fallow.account_id))
    UNION ALL
    SELECT n.account_id, 8
    FROM fallow.notice AS n
    WHERE n.run_id = :runId
        AND (CAST(:after AS text) IS NULL OR n.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR n.account_id <= CAST(:upTo AS fallow.account_id))
    UNION ALL
    SELECT p.account_id, 9
    FROM fallow.plan AS p
    CROSS JOIN LATERAL (
        SELECT
        FROM fallow.account_lifecycle AS l
        WHERE l.account_id = p.account_id
            AND l.run_id = :runId
            AND l.excluded_for <> '{}'
        OFFSET 0 -- each by its key: tonight's rows are more than statistics know, and the table is more than tonight's
    ) AS held
    WHERE p.run_id = :runId
        AND p.verdict IN ('RECYCLE', 'RELEASE')
        AND (CAST(:after AS text) IS NULL OR p.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR p.account_id <= CAST(:upTo AS fallow.account_id))
    UNION ALL
    SELECT p.account_id, CASE WHEN p.excluded_for <> '{}' THEN 9 ELSE 10 END
    FROM fallow.plan AS p
    WHERE p.run_id = :runId
        AND (CAST(:after AS text) IS NULL OR p.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR p.account_id <= CAST(:upTo AS fallow.account_id))
),
ranked AS (
    SELECT min(outcome) AS outcome
    FROM traces
    GROUP BY account_id
),
named AS (
    SELECT outcome, count(*) AS n
    FROM ranked
    GROUP BY outcome
)
SELECT
    (ARRAY['RELEASED', 'RECYCLED', 'PROTECTED', 'DORMANT', 'RETURNED', 'GONE', 'SET_ASIDE', 'WARNED', 'EXCLUDED', 'UNCHANGED'])[outcome]
        AS outcome,
    n
FROM named
ORDER BY outcome
