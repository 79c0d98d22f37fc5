-- What every session of ours begins with, whatever the login, the database or the server sets: each of these changes what a statement sees,
-- writes or digests.
SET default_transaction_isolation = 'read committed';
SET default_transaction_deferrable = off;
-- rows that a policy would leave out are an error
SET row_security = off;
SET quote_all_identifiers = off;
SET standard_conforming_strings = on;
SET DateStyle = 'ISO, MDY';
SET IntervalStyle = 'postgres';
SET bytea_output = 'hex';
SET extra_float_digits = 1;
SET xmloption = 'content';
-- NULL in an array that we bind is NULL
SET array_nulls = on;
SET transform_null_equals = off;
-- what was delivered or told must not be undone by a crash of the server; and no session of ours ends for being idle
SELECT set_config(s.name, CASE s.name WHEN 'synchronous_commit' THEN 'on' ELSE '0' END, false)
FROM pg_settings AS s
WHERE s.name IN ('idle_session_timeout', 'transaction_timeout')
    OR (s.name = 'synchronous_commit' AND s.setting = 'off' AND s.source IN ('user', 'database', 'database user'));
