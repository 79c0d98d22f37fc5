-- Holds a partition for the rest of the transaction, waiting for whoever has a chunk of it open.
SELECT pg_advisory_xact_lock(hashtext('fallow partition'), CAST(:stepExecutionId % 2147483647 AS integer))
