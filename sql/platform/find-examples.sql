-- One account for each place an account can have come to, to be explained.
(SELECT 'protected, property-free' AS what, account_id::text FROM fallow.account_status WHERE state = 'PROTECTED' AND clear_since IS NOT NULL ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'protected, with property', account_id::text FROM fallow.account_status WHERE state = 'PROTECTED' AND excluded_for <> '{}' ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'dormant', account_id::text FROM fallow.account_status WHERE state = 'DORMANT' AND excluded_for = '{}' ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'dormant and blocked', account_id::text FROM fallow.account_status WHERE state = 'DORMANT' AND 'BLOCKED' = ANY (excluded_for) ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'recycled', account_id::text FROM fallow.account_status WHERE state = 'RECYCLED' ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'released', account_id::text FROM fallow.account_status WHERE state = 'RELEASED' ORDER BY account_id LIMIT 1)
UNION ALL
(SELECT 'unsealed', account_id::text FROM fallow.account_status WHERE state = 'ACTIVE' ORDER BY account_id LIMIT 1)
