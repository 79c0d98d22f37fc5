-- Leaves a mark in the session, and says which session it is.
SELECT set_config('fallow.mark', ?, false) || ' of session ' || pg_backend_pid()
