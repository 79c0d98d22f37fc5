-- The mark, and of which session.
SELECT coalesce(current_setting('fallow.mark', true), 'no mark') || ' of session ' || pg_backend_pid()
