-- Owners of recycled accounts who ask for them while they are in quarantine.
SELECT account_id
FROM fallow.account_status
WHERE account_id = ANY (ARRAY(
    SELECT chosen
    FROM platform.some_accounts('complains', :day, :accounts, 100) AS chosen))
  AND state = 'RECYCLED'
ORDER BY account_id
