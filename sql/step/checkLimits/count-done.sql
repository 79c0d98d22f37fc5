-- How many accounts a step of this run has written already, before it was continued.
SELECT coalesce(sum(c.n), 0)
FROM fallow.run_count AS c
WHERE c.run_id = :runId
    AND split_part(c.worker, ':', 1) = :step
    AND c.counter = 'written'
