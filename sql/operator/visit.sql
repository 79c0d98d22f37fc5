-- For pgbench: the owner of a random account logs in and deposits, which are three writes to guarded tables. `-D accounts=N`.
\set account random(1, :accounts)
\set amount random(1, 10000)
BEGIN;
UPDATE platform.account SET last_active_at = now() WHERE account_id = :account AND status = 'active';
INSERT INTO platform.wallet_balance AS w (account_id, balance, changed_at)
VALUES (:account, :amount, now())
ON CONFLICT ON CONSTRAINT wallet_balance_pk DO UPDATE SET balance = w.balance + excluded.balance, changed_at = excluded.changed_at;
INSERT INTO platform.payment_transaction (account_id, amount, started_at, finished_at, status)
VALUES (:account, :amount, now(), now(), 'completed');
COMMIT;
