-- Somebody opens an account, and was last seen at some time, or never.
INSERT INTO platform.account (account_id, registered_at, last_active_at, cohort, handle, display_name, phone)
VALUES (:account, :registeredAt, CAST(:lastActiveAt AS timestamptz), :cohort, :handle, :name, '13800000000')
