-- Places a hold. The caller has the account's lifecycle row, if there is one, so that no recycling goes on beside it.
INSERT INTO fallow.hold (account_id, reason, detail, placed_by, until)
VALUES (CAST(:accountId AS fallow.account_id), :kind, :detail, :by, :until)
RETURNING hold_id
