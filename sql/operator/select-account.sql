-- For pgbench: the cheapest thing a platform can ask, to compare permits.sql with. `-D accounts=N`.
\set account random(1, :accounts)
SELECT status, cohort, last_active_at FROM platform.account WHERE account_id = :account;
