-- A transaction id younger than every platform transaction that could have begun before the protections were committed.
SELECT CAST(pg_current_xact_id() AS text)
