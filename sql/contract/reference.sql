-- The contract between Fallow and the reference platform in sql/platform. An adopter writes such a file on tables of their own.
-- Safe to repeat. Run by `fallow init --contract`, as the owner of the platform's tables; what it makes belongs to fallow_contract afterwards.

-- What fallow_contract, and so Fallow, may do here: it reads these tables, and may write an account's standing, never its property.
GRANT USAGE ON SCHEMA platform TO fallow_contract;

GRANT SELECT ON
    platform.account,
    platform.wallet_balance,
    platform.wealth_position,
    platform.bank_saving,
    platform.payment_transaction,
    platform.auto_deduction,
    platform.micro_loan,
    platform.judicial_freeze,
    platform.block,
    platform.feed
    TO fallow_contract;

GRANT UPDATE (status, handle, former_handle, display_name, phone) ON platform.account TO fallow_contract;
GRANT SELECT, INSERT ON platform.retired_handle TO fallow_contract;

CREATE OR REPLACE VIEW fallow.account_activity AS
SELECT
    account_id::fallow.account_id AS account_id,
    cohort,
    registered_at,
    last_active_at
FROM platform.account;

-- Plain selects only: a predicate on account_id reaches the index of every branch.
CREATE OR REPLACE VIEW fallow.account_exclusion AS
SELECT
    account_id::fallow.account_id AS account_id,
    'CHANGE' AS reason,
    'balance ' || platform.money(balance, currency) AS detail
FROM platform.wallet_balance
WHERE balance > 0
UNION ALL
SELECT
    account_id::fallow.account_id,
    'WEALTH',
    product || ' of ' || platform.money(amount, currency)
FROM platform.wealth_position
WHERE amount > 0
UNION ALL
SELECT
    account_id::fallow.account_id,
    'BANK_SAVINGS',
    'savings of ' || platform.money(amount, currency) || ' at ' || bank
FROM platform.bank_saving
WHERE amount > 0
UNION ALL
SELECT
    account_id::fallow.account_id,
    'UNFINISHED_TRANSACTION',
    'transaction ' || transaction_id || ' of ' || platform.money(amount, currency) || ' is ' || status
FROM platform.payment_transaction
WHERE finished_at IS NULL
UNION ALL
SELECT
    account_id::fallow.account_id,
    'AUTO_DEDUCTION',
    'deduction by ' || payee
FROM platform.auto_deduction
WHERE closed_at IS NULL
UNION ALL
SELECT
    account_id::fallow.account_id,
    'MICRO_LOAN',
    platform.money(outstanding, currency) || ' outstanding of ' || platform.money(principal, currency)
FROM platform.micro_loan
WHERE outstanding > 0;

-- Optional: which owners the platform locks out, and did (R6). Blocks that are over stay in it, so that the time under them does not
-- count as idle. Without it a contract reports BLOCKED as an exclusion, and that time is not known. With it, fallow.permits goes by it alone.
CREATE OR REPLACE VIEW fallow.account_block AS
SELECT
    account_id::fallow.account_id AS account_id,
    blocked_at AS since,
    lifted_at AS until,
    cause AS reason
FROM platform.block;

-- Optional: what an authority has frozen (R5): CHANGE, BANK_SAVINGS or WEALTH; anything else, or nothing, means all of it. Without it a
-- contract reports JUDICIAL_FREEZE as an exclusion, and that counts as a freeze of all.
CREATE OR REPLACE VIEW fallow.account_freeze AS
SELECT
    account_id::fallow.account_id AS account_id,
    asset,
    authority
FROM platform.judicial_freeze
WHERE lifted_at IS NULL;

-- The latest delivery of each source, as its loader recorded it.
CREATE OR REPLACE VIEW fallow.source_health AS
SELECT DISTINCT ON (source)
    source,
    rows,
    newest
FROM platform.feed
ORDER BY source, loaded_on DESC;

-- The apply functions run in the night's own transaction. Each is harmless to repeat, and touches accounts only.
-- The guard refuses writes to a RECYCLED account, so recycling is applied before the account is RECYCLED in Fallow,
-- restoring and releasing after it no longer is.
-- Each takes its rows without waiting, and so fails at once where a payment is at work: such an account is left for the next night.
-- A login locks its account before the guard makes it wait for Fallow's row. If Fallow, which holds that row, then waited for the
-- account, the server would see a deadlock, and might end the login.

CREATE OR REPLACE FUNCTION fallow.apply_protect(accounts fallow.account_id[]) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status = 'active'
    ORDER BY account_id
    FOR NO KEY UPDATE NOWAIT;

    UPDATE platform.account
    SET status = 'protected'
    WHERE account_id = ANY (accounts)
      AND status = 'active'
$$;

CREATE OR REPLACE FUNCTION fallow.apply_unseal(accounts fallow.account_id[]) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status = 'protected'
    ORDER BY account_id
    FOR NO KEY UPDATE NOWAIT;

    UPDATE platform.account
    SET status = 'active'
    WHERE account_id = ANY (accounts)
      AND status = 'protected'
$$;

-- The handle is moved aside, so that it is out of use and yet can be given back exactly.
CREATE OR REPLACE FUNCTION fallow.apply_recycle(accounts fallow.account_id[]) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status IN ('active', 'protected')
    ORDER BY account_id
    FOR NO KEY UPDATE NOWAIT;

    UPDATE platform.account
    SET status = 'recycled',
        former_handle = handle,
        handle = NULL
    WHERE account_id = ANY (accounts)
      AND status IN ('active', 'protected')
$$;

CREATE OR REPLACE FUNCTION fallow.apply_restore(accounts fallow.account_id[]) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status = 'recycled'
    ORDER BY account_id
    FOR NO KEY UPDATE NOWAIT;

    UPDATE platform.account
    SET status = 'protected',
        handle = former_handle,
        former_handle = NULL
    WHERE account_id = ANY (accounts)
      AND status = 'recycled'
$$;

-- Erases personal data. A digest of the handle stays, so that nobody else can take the former owner's name; unless the policy of the
-- cohort says reuse-handle, of which Fallow tells by the setting fallow.reuse_handle.
CREATE OR REPLACE FUNCTION fallow.apply_release(accounts fallow.account_id[]) RETURNS void
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status = 'recycled'
    ORDER BY account_id
    FOR NO KEY UPDATE NOWAIT;

    INSERT INTO platform.retired_handle (digest)
    SELECT platform.handle_digest(former_handle)
    FROM platform.account
    WHERE account_id = ANY (accounts)
      AND status = 'recycled'
      AND current_setting('fallow.reuse_handle', true) IS DISTINCT FROM 'on'
    ON CONFLICT ON CONSTRAINT retired_handle_pk DO NOTHING;

    UPDATE platform.account
    SET status = 'released',
        former_handle = NULL,
        display_name = NULL,
        phone = NULL
    WHERE account_id = ANY (accounts)
      AND status = 'recycled'
$$;

-- Every table whose rows are activity or property.
SELECT fallow.attach_guard('platform.account', 'account_id');
SELECT fallow.attach_guard('platform.wallet_balance', 'account_id');
SELECT fallow.attach_guard('platform.wealth_position', 'account_id');
SELECT fallow.attach_guard('platform.bank_saving', 'account_id');
SELECT fallow.attach_guard('platform.payment_transaction', 'account_id');
SELECT fallow.attach_guard('platform.auto_deduction', 'account_id');
SELECT fallow.attach_guard('platform.micro_loan', 'account_id');
-- What an authority or the platform's staff decides must reach an account in its quarantine too.
SELECT fallow.attach_guard('platform.judicial_freeze', 'account_id', refuses => false);
SELECT fallow.attach_guard('platform.block', 'account_id', refuses => false);
