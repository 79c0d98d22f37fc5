-- Whether the platform knows an account.
SELECT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = CAST(:accountId AS fallow.account_id))
