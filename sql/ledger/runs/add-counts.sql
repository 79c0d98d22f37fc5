-- Adds what a chunk counted, in the chunk's own transaction.
INSERT INTO fallow.run_count AS c (run_id, worker, counter, n)
SELECT :runId, :worker, g.counter, g.n
FROM unnest(CAST(:counters AS text[]), CAST(:ns AS bigint[])) AS g (counter, n)
ON CONFLICT ON CONSTRAINT run_count_pk DO UPDATE
SET n = c.n + excluded.n
