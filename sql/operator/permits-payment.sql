-- For pgbench: what the platform asks before a payment, of a random account. `-D accounts=N`.
\set account random(1, :accounts)
SELECT allowed, reason, until FROM fallow.permits(:account, 'PAYMENT');
