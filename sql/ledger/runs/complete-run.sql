-- The run is done: its report is what every later question about this night is answered with. It ends by the clock: its last
-- transaction began before every decision was read again.
UPDATE fallow.run
SET
    status = 'COMPLETED',
    report = CAST(:report AS jsonb),
    protected_count = :protected,
    recycled_count = :recycled,
    finished_at = clock_timestamp()
WHERE run_id = :runId
    AND token = :token
    AND status = 'RUNNING'
