COPY fallow.plan (run_id, execution_id, account_id, verdict, was_due_on, last_active_on, clear_since, recycle_on, last_notice_on, due_on, notices_issued, cohort, excluded_for) FROM STDIN
