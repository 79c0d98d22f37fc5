-- What the generator delivered: counted once, as of the end of the day before :today in :zone.
WITH counted AS (
    SELECT 'account' AS source, count(*) AS rows FROM platform.account
    UNION ALL
    SELECT 'wallet_balance', count(*) FROM platform.wallet_balance
    UNION ALL
    SELECT 'wealth_position', count(*) FROM platform.wealth_position
    UNION ALL
    SELECT 'bank_saving', count(*) FROM platform.bank_saving
    UNION ALL
    SELECT 'payment_transaction', count(*) FROM platform.payment_transaction
    UNION ALL
    SELECT 'auto_deduction', count(*) FROM platform.auto_deduction
    UNION ALL
    SELECT 'micro_loan', count(*) FROM platform.micro_loan
    UNION ALL
    SELECT 'judicial_freeze', count(*) FROM platform.judicial_freeze
    UNION ALL
    SELECT 'block', count(*) FROM platform.block
)
INSERT INTO platform.feed (source, loaded_on, rows, newest)
SELECT
    source,
    CAST(:today AS date) - 1,
    rows,
    CAST(:today AS date)::timestamp AT TIME ZONE :zone - interval '1 second'
FROM counted
