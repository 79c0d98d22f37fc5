-- The session that holds the night's lock: its transaction is idle for as long as the night lasts.
SET idle_in_transaction_session_timeout = 0;
SET statement_timeout = '30s';
