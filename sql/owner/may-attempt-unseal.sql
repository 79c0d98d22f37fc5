-- Whether the account's unsealing may be tried once more, and if not, from when on; others who try wait for this transaction's end.
SELECT m.allowed, m.until
FROM fallow.may_attempt_unseal(CAST(:accountId AS fallow.account_id), :maxAttempts, make_interval(secs => :within), :now) AS m
