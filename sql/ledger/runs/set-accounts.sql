-- What the scan begins with: how many accounts there are, and the policy that says which of them are idle.
UPDATE fallow.run
SET
    accounts = :accounts,
    scanned_under = policy_version
WHERE run_id = :runId
