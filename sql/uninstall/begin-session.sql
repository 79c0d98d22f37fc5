-- The platform's writers must not queue behind us for long: whoever waits for a table's lock holds up all who come after.
SET lock_timeout = '200ms';
SET statement_timeout = 0;
SET row_security = off;
SET default_transaction_isolation = 'read committed';
