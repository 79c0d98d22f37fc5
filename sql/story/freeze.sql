-- A court freezes something of the account, or all.
INSERT INTO platform.judicial_freeze (account_id, frozen_at, authority, asset)
VALUES (:account, :at, 'district court', :asset)
