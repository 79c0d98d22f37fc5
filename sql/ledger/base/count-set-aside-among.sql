-- How many of these accounts the run has put aside, and so counted, already.
SELECT count(*)
FROM fallow.set_aside
WHERE run_id = :runId
    AND account_id = ANY (CAST(:ids AS fallow.account_id[]))
