-- What this run accepted of a source: the next run's yardstick.
INSERT INTO fallow.run_source (run_id, source, rows, newest)
VALUES (:runId, :source, :rows, :newest)
ON CONFLICT ON CONSTRAINT run_source_pk DO UPDATE
SET
    rows = excluded.rows,
    newest = excluded.newest
