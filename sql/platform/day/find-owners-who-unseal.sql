-- Owners of protected accounts who come back today and have their identity verified.
SELECT account_id
FROM fallow.account_status
WHERE account_id = ANY (ARRAY(
    SELECT chosen
    FROM platform.some_accounts('unseals', :day, :accounts, 200) AS chosen))
  AND state = 'PROTECTED'
ORDER BY account_id
