-- Takes a request to cancel as of an instant. fallow.request_cancellation does the same for the platform, as of now.
SELECT c.cancellation_id, c.requested_on, c.expires_on
FROM fallow.request_cancellation_at(CAST(:accountId AS fallow.account_id), :method, :reference, :by, :now, :policyVersion) AS c
