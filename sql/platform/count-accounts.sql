-- Accounts are numbered from 1 without a gap, so the last number is their count; no row has been read but one.
SELECT coalesce(max(account_id), 0)
FROM platform.account
