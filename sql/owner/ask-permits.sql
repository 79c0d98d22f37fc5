-- What an account may do at an instant, as the platform's own login asks it.
SELECT
    p.allowed,
    p.reason,
    p.until
FROM fallow.permits(CAST(:accountId AS fallow.account_id), :operation, :now) AS p
