-- Who may do what. The runtime role adds evidence and never changes it; the auditor only reads.

GRANT USAGE ON SCHEMA fallow TO fallow_runtime, fallow_auditor;

GRANT SELECT ON ALL TABLES IN SCHEMA fallow TO fallow_runtime, fallow_auditor;

GRANT INSERT ON fallow.decision, fallow.seal, fallow.seal_block TO fallow_runtime;
GRANT INSERT ON fallow.policy_version, fallow.stop_wish TO fallow_runtime;
GRANT INSERT, UPDATE ON fallow.run_lock TO fallow_runtime;
GRANT INSERT, UPDATE ON fallow.run, fallow.run_count, fallow.run_source, fallow.set_aside, fallow.hold TO fallow_runtime;
GRANT DELETE ON fallow.run_count TO fallow_runtime;
GRANT INSERT ON fallow.event, fallow.notice TO fallow_runtime;
GRANT INSERT, UPDATE, DELETE ON fallow.account_lifecycle TO fallow_runtime;
GRANT INSERT, UPDATE, DELETE, TRUNCATE ON fallow.plan TO fallow_runtime;

GRANT INSERT, UPDATE, DELETE ON
    fallow.batch_job_instance, fallow.batch_job_execution, fallow.batch_job_execution_params, fallow.batch_job_execution_context,
    fallow.batch_step_execution, fallow.batch_step_execution_context
    TO fallow_runtime;

GRANT INSERT, UPDATE, DELETE ON
    fallow.qrtz_job_details, fallow.qrtz_triggers, fallow.qrtz_simple_triggers, fallow.qrtz_cron_triggers, fallow.qrtz_simprop_triggers,
    fallow.qrtz_blob_triggers, fallow.qrtz_calendars, fallow.qrtz_paused_trigger_grps, fallow.qrtz_fired_triggers,
    fallow.qrtz_scheduler_state, fallow.qrtz_locks
    TO fallow_runtime;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA fallow TO fallow_runtime;
GRANT UPDATE ON SEQUENCE fallow.recycling_horizon TO fallow_runtime;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA fallow FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fallow.make_decision_partition(date), fallow.analyze_lifecycle(), fallow.analyze_plan(), fallow.analyze_decisions(date) TO fallow_runtime;
