-- What a run has counted so far, totalled over its workers; a worker is named step:number.
SELECT
    split_part(worker, ':', 1) AS step,
    counter,
    sum(n) AS n
FROM fallow.run_count
WHERE run_id = :runId
GROUP BY split_part(worker, ':', 1), counter
ORDER BY step, counter
