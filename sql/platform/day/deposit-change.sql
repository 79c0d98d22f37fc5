-- Others send money, to protected accounts as well: an account that held nothing now does.
WITH deposited AS (
    INSERT INTO platform.wallet_balance AS wallet (account_id, balance, changed_at)
    SELECT
        account_id,
        100 + floor(platform.draw(account_id, 'deposit of') * 20000)::bigint,
        platform.moment_of(:day, :zone, platform.draw(account_id, 'deposit at'))
    FROM platform.some_accounts('deposit', :day, :accounts, 200) AS chosen
    JOIN platform.account ON account_id = chosen
    WHERE status IN ('active', 'protected')
    ORDER BY account_id
    ON CONFLICT ON CONSTRAINT wallet_balance_pk DO UPDATE
    SET balance = wallet.balance + excluded.balance,
        changed_at = excluded.changed_at
    -- no earlier version of the row: it is a wallet's first
    RETURNING xmax = 0 AS is_first
)
SELECT
    count(*) AS deposits,
    count(*) FILTER (WHERE is_first) AS first_deposits
FROM deposited
