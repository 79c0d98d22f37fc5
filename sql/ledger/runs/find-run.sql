SELECT run_id, business_date, status, token, policy_version, full_sweep, accounts, approved_execution, approved_by, started_by, started_at,
    finished_at, error, CAST(report AS text) AS report, CAST(plan_summary AS text) AS plan_summary, plan_digest
FROM fallow.run
WHERE run_id = :runId
