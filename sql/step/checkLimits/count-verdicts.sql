-- What tonight would do, per verdict, cohort and exclusion.
SELECT
    CAST(verdict AS text) AS verdict,
    cohort,
    excluded_for,
    count(*) AS n
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict IN ('PROTECT', 'RECYCLE')
    AND NOT deferred
GROUP BY verdict, cohort, excluded_for
ORDER BY verdict, cohort, excluded_for
