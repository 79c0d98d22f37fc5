-- Views of the contract with a row that belongs to no account: property whose owner is unknown would be overlooked.
SELECT 'account_activity' AS view_name
WHERE EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id IS NULL)
UNION ALL
SELECT 'account_exclusion'
WHERE EXISTS (SELECT FROM fallow.account_exclusion AS x WHERE x.account_id IS NULL)
UNION ALL
SELECT 'account_block'
WHERE EXISTS (SELECT FROM fallow.known_blocks() AS b WHERE b.account_id IS NULL)
UNION ALL
SELECT 'account_freeze'
WHERE EXISTS (SELECT FROM fallow.known_freezes() AS f WHERE f.account_id IS NULL)
