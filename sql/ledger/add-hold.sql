-- Places a hold. The caller has the account's lifecycle row, if there is one, so that no recycling goes on beside it.
INSERT INTO fallow.hold (account_id, detail, placed_by)
VALUES (CAST(:accountId AS fallow.account_id), :detail, :by)
RETURNING hold_id
