-- Makes the accounts :lowest to :highest and all they hold, as they stand at the start of the day :today in :zone.
-- Each row follows from its account's number alone: same numbers and day, same rows, whoever makes them in whatever order.
-- Only sums and products of draws, no logarithms: those may differ in the last digit between machines.

WITH drawn AS MATERIALIZED (
    SELECT
        account_id,
        platform.draw(account_id, 'cohort') AS cohort_draw,
        platform.draw(account_id, 'idle') AS idle_draw,
        platform.draw(account_id, 'idle for') AS idle_for_draw,
        platform.draw(account_id, 'unknown') < 0.0003 AS is_unknown,
        1 + floor(platform.draw(account_id, 'registered') * 3652)::integer AS registered_days_ago
    FROM generate_series(CAST(:lowest AS bigint), CAST(:highest AS bigint)) AS account_id
),
-- An owner in earnest has been idle over a year in three of ten cases, else for days or weeks, seldom months.
last_seen AS (
    SELECT
        account_id,
        is_unknown,
        registered_days_ago,
        CASE
            WHEN cohort_draw < 0.06 THEN 'never-used'
            WHEN cohort_draw >= 0.99998 THEN 'imported-2014'
            ELSE 'standard'
        END AS cohort,
        CASE
            WHEN is_unknown OR (cohort_draw < 0.06 AND idle_draw < 0.7) THEN NULL
            WHEN cohort_draw < 0.06 THEN greatest(1, registered_days_ago - floor(idle_for_draw * 3)::integer)
            WHEN registered_days_ago > 365 AND idle_draw < 0.291 THEN 366 + floor(idle_for_draw * (registered_days_ago - 365))::integer
            ELSE 1 + floor(idle_for_draw * idle_for_draw * idle_for_draw * idle_for_draw * least(registered_days_ago, 364))::integer
        END AS active_days_ago
    FROM drawn
),
born AS (
    SELECT
        account_id,
        cohort,
        active_days_ago,
        CASE
            WHEN NOT is_unknown
            THEN platform.moment_of(CAST(:today AS date) - registered_days_ago, :zone, platform.draw(account_id, 'registered at'))
        END AS registered_at,
        CASE
            WHEN active_days_ago IS NOT NULL
            THEN platform.moment_of(CAST(:today AS date) - active_days_ago, :zone, platform.draw(account_id, 'active at'))
        END AS drawn_active_at
    FROM last_seen
),
owner AS MATERIALIZED (
    SELECT
        account_id,
        cohort,
        registered_at,
        CASE WHEN drawn_active_at IS NOT NULL THEN greatest(registered_at, drawn_active_at) END AS last_active_at,
        coalesce(
            greatest(registered_at, drawn_active_at),
            platform.moment_of(CAST(:today AS date) - 1, :zone, 0)) AS seen_at,
        -- who has left has mostly taken things along
        CASE
            WHEN cohort = 'never-used' THEN 0.05
            WHEN active_days_ago > 1095 THEN 0.65
            WHEN active_days_ago > 365 THEN 0.85
            ELSE 1.15
        END AS holds
    FROM born
),
wallet AS (
    INSERT INTO platform.wallet_balance (account_id, balance, changed_at)
    SELECT
        account_id,
        CASE
            WHEN platform.draw(account_id, 'change') < 0.25 * holds
            THEN 1 + floor(
                platform.draw(account_id, 'change of') * platform.draw(account_id, 'rich') * platform.draw(account_id, 'lucky') * 500000)::bigint
            ELSE 0
        END,
        seen_at
    FROM owner
    WHERE platform.draw(account_id, 'change') < 0.35 * holds
),
wealth AS (
    INSERT INTO platform.wealth_position (position_id, account_id, amount, bought_at, product)
    SELECT
        account_id,
        account_id,
        100 * (1 + floor(platform.draw(account_id, 'wealth of') * platform.draw(account_id, 'rich') * 50000)::bigint),
        seen_at,
        platform.one_of(ARRAY['Harvest Money Fund', 'Lantern Bond Fund', 'Terrace Index Fund'], platform.draw(account_id, 'product'))
    FROM owner
    WHERE platform.draw(account_id, 'wealth') < 0.05 * holds
),
saving AS (
    INSERT INTO platform.bank_saving (saving_id, account_id, amount, deposited_at, bank)
    SELECT
        account_id,
        account_id,
        100 * (100 + floor(platform.draw(account_id, 'saving of') * platform.draw(account_id, 'rich') * 200000)::bigint),
        seen_at,
        platform.one_of(ARRAY['River Bank', 'Orchard Bank', 'Coastal Savings'], platform.draw(account_id, 'bank'))
    FROM owner
    WHERE platform.draw(account_id, 'saving') < 0.04 * holds
),
transaction AS (
    INSERT INTO platform.payment_transaction (transaction_id, account_id, amount, started_at, finished_at, status)
    SELECT
        account_id,
        account_id,
        100 + floor(platform.draw(account_id, 'transaction of') * platform.draw(account_id, 'rich') * 300000)::bigint,
        seen_at,
        CASE WHEN platform.draw(account_id, 'transaction') >= 0.01 * holds THEN seen_at END,
        CASE
            WHEN platform.draw(account_id, 'transaction') >= 0.01 * holds THEN 'completed'
            ELSE platform.one_of(
                ARRAY['awaiting delivery', 'in dispute', 'being refunded'], platform.draw(account_id, 'transaction is'))
        END
    FROM owner
    WHERE platform.draw(account_id, 'transaction') < 0.06 * holds
),
deduction AS (
    INSERT INTO platform.auto_deduction (deduction_id, account_id, set_up_at, payee)
    SELECT
        account_id,
        account_id,
        seen_at,
        platform.one_of(
            ARRAY['City Water', 'Metro Card', 'Northern Power', 'Cloud Music', 'Campus Broadband'], platform.draw(account_id, 'payee'))
    FROM owner
    WHERE platform.draw(account_id, 'deduction') < 0.08 * holds
),
loan AS (
    INSERT INTO platform.micro_loan (loan_id, account_id, principal, outstanding, lent_at)
    SELECT
        account_id,
        account_id,
        50000 + 100 * floor(platform.draw(account_id, 'loan of') * 9500)::bigint,
        1000 + 100 * floor(platform.draw(account_id, 'loan outstanding') * 490)::bigint,
        seen_at
    FROM owner
    WHERE platform.draw(account_id, 'loan') < 0.03 * holds
),
frozen AS (
    INSERT INTO platform.judicial_freeze (freeze_id, account_id, frozen_at, authority)
    SELECT
        account_id,
        account_id,
        seen_at,
        platform.one_of(ARRAY['District Court', 'Public Security Bureau', 'Anti-Fraud Centre'], platform.draw(account_id, 'authority'))
    FROM owner
    WHERE platform.draw(account_id, 'freeze') < 0.001
),
blocked AS (
    INSERT INTO platform.block (block_id, account_id, blocked_at, cause)
    SELECT
        account_id,
        account_id,
        seen_at,
        platform.one_of(ARRAY['harassment reported', 'suspected fraud', 'automated messages'], platform.draw(account_id, 'cause'))
    FROM owner
    WHERE platform.draw(account_id, 'block') < 0.005
)
INSERT INTO platform.account (account_id, registered_at, last_active_at, cohort, handle, display_name, phone)
SELECT
    account_id,
    registered_at,
    last_active_at,
    cohort,
    platform.one_of(ARRAY['river', 'maple', 'lantern', 'heron', 'cedar', 'harbor', 'meadow', 'quartz'], platform.draw(account_id, 'handle'))
        || account_id,
    platform.one_of(ARRAY['Li', 'Wang', 'Zhang', 'Chen', 'Zhao', 'Zhou', 'Wu', 'Xu'], platform.draw(account_id, 'family name'))
        || ' '
        || platform.one_of(ARRAY['Wei', 'Fang', 'Min', 'Jing', 'Lei', 'Yan', 'Tao', 'Ping'], platform.draw(account_id, 'given name')),
    '+8610' || (10000000 + floor(platform.draw(account_id, 'phone') * 89999999)::bigint)
FROM owner
ORDER BY account_id
