-- Records that the platform has erased. fallow.confirm_erasure does the same for the platform, as of now.
SELECT fallow.confirm_erasure_at(CAST(:accountId AS fallow.account_id), :reference, :by, :now)
