-- Whether Fallow has anything on record of an account.
SELECT
    EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.account_id = CAST(:accountId AS fallow.account_id))
    OR EXISTS (SELECT FROM fallow.decision AS d WHERE d.account_id = CAST(:accountId AS fallow.account_id))
