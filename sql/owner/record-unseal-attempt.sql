-- What was tried, and what came of it.
INSERT INTO fallow.unseal_attempt (account_id, attempted_at, act_id, outcome, why, method, reference, attempted_by)
VALUES (CAST(:accountId AS fallow.account_id), :now, :actId, :outcome, :why, :method, :reference, :by)
