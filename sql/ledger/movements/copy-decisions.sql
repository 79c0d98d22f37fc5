COPY fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons) FROM STDIN
