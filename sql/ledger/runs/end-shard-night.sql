-- How a shard's night ended, and what it did.
INSERT INTO fallow.shard_night AS s
    (business_date, shard, status, run_id, accounts, protected_count, recycled_count, report, problem)
VALUES
    (:businessDate, :shard, :status, :runId, :accounts, :protected, :recycled, CAST(:report AS jsonb), CAST(:problem AS text))
ON CONFLICT ON CONSTRAINT shard_night_pk DO UPDATE SET
    status = excluded.status,
    run_id = excluded.run_id,
    accounts = coalesce(excluded.accounts, s.accounts),
    protected_count = excluded.protected_count,
    recycled_count = excluded.recycled_count,
    report = excluded.report,
    problem = excluded.problem,
    changed_at = now()
