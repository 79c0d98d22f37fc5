-- What every session of the schedule works under. Quartz's nodes wait for each other's row locks, and each holds them for milliseconds:
-- a node that is frozen while it holds one must not hold the others for ever.
SET lock_timeout = '20s';
SET statement_timeout = '30s';
SET idle_in_transaction_session_timeout = '10s';
