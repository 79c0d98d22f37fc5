COPY fallow.event (account_id, business_date, effective_on, run_id, kind) FROM STDIN
