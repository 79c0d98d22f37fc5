-- A new night. Its business date can be begun once, ever.
INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by)
VALUES (:businessDate, 'RUNNING', :policyVersion, :fullSweep, :startedBy)
RETURNING run_id, token
