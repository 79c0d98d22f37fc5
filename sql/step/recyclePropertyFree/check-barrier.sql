-- Whether every transaction older than the barrier has ended. The guard takes its id before it looks, so nothing older writes unseen.
SELECT pg_snapshot_xmin(pg_current_snapshot()) > CAST(:barrier AS xid8)
