UPDATE fallow.run
SET accounts = :accounts
WHERE run_id = :runId
