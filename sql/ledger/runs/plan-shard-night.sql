-- A shard has counted what it would protect and recycle; what it did before it was continued is in these numbers.
INSERT INTO fallow.shard_night AS s
    (business_date, shard, status, run_id, accounts, planned_protected, planned_recycled)
VALUES (:businessDate, :shard, 'PLANNED', :runId, :accounts, :protected, :recycled)
ON CONFLICT ON CONSTRAINT shard_night_pk DO UPDATE SET
    status = excluded.status,
    run_id = excluded.run_id,
    accounts = excluded.accounts,
    planned_protected = excluded.planned_protected,
    planned_recycled = excluded.planned_recycled,
    protected_count = NULL,
    recycled_count = NULL,
    problem = NULL,
    changed_at = now()
