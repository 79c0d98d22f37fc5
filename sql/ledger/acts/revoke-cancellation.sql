-- Revokes the pending request of an account as of an instant.
SELECT fallow.revoke_cancellation_at(CAST(:accountId AS fallow.account_id), :by, :now)
