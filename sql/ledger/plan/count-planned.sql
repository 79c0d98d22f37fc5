-- How many accounts tonight's plan has for a verdict.
SELECT count(*)
FROM fallow.plan
WHERE run_id = :runId
    AND execution_id = :executionId
    AND verdict = CAST(:verdict AS fallow.verdict)
    AND NOT deferred
