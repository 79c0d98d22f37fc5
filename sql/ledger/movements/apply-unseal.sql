-- The platform does its part in the same transaction.
SELECT fallow.apply_unseal(CAST(:ids AS fallow.account_id[]))
