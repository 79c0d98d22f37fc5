-- Records what was done through the open window of an account as of an instant.
SELECT fallow.use_window_at(CAST(:accountId AS fallow.account_id), :operation, :reference, :by, :now)
