-- Accounts whose lifecycle row went while their request waited get one again, before the barrier: there must be something to lock.
SELECT count(*) FILTER (WHERE fallow.give_row_to_cancel(k.account_id))
FROM unnest(CAST(:ids AS fallow.account_id[])) AS k (account_id)
