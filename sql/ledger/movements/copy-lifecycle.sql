COPY fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, run_id, cohort) FROM STDIN
