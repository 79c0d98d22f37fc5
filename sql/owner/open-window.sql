-- Opens a property window as of an instant. fallow.open_window does the same for the platform, as of now.
SELECT w.window_id, w.until
FROM fallow.open_window_at(CAST(:accountId AS fallow.account_id), :device, :evidence, :by, :now) AS w
