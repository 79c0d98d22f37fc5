-- A small shop: accounts with a wallet each. @K@ is the key's type.
GRANT USAGE ON SCHEMA shop TO fallow_contract;
GRANT SELECT ON ALL TABLES IN SCHEMA shop TO fallow_contract;
GRANT UPDATE (status) ON shop.acct TO fallow_contract;
CREATE OR REPLACE VIEW fallow.account_activity AS
SELECT id::fallow.account_id AS account_id, 'standard' AS cohort, registered AS registered_at, seen AS last_active_at FROM shop.acct;
CREATE OR REPLACE VIEW fallow.account_exclusion AS
SELECT id::fallow.account_id AS account_id, 'CHANGE' AS reason, balance::text AS detail FROM shop.wallet WHERE balance > 0;
CREATE OR REPLACE VIEW fallow.source_health AS
SELECT 'acct' AS source, 1000::bigint AS rows, timestamptz '2026-01-01' AS newest;
CREATE OR REPLACE FUNCTION fallow.apply_protect(accounts fallow.account_id[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ UPDATE shop.acct SET status = 'protected' WHERE id = ANY (accounts) $$;
CREATE OR REPLACE FUNCTION fallow.apply_unseal(accounts fallow.account_id[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ UPDATE shop.acct SET status = 'active' WHERE id = ANY (accounts) $$;
CREATE OR REPLACE FUNCTION fallow.apply_recycle(accounts fallow.account_id[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ UPDATE shop.acct SET status = 'recycled' WHERE id = ANY (accounts) $$;
CREATE OR REPLACE FUNCTION fallow.apply_restore(accounts fallow.account_id[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ UPDATE shop.acct SET status = 'protected' WHERE id = ANY (accounts) $$;
CREATE OR REPLACE FUNCTION fallow.apply_release(accounts fallow.account_id[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ UPDATE shop.acct SET status = 'released' WHERE id = ANY (accounts) $$;
SELECT fallow.attach_guard('shop.acct', 'id');
SELECT fallow.attach_guard('shop.wallet', 'id');
