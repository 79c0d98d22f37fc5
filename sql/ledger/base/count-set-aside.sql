SELECT count(*)
FROM fallow.set_aside
WHERE run_id = :runId
