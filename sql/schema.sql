-- What the migrations make, for reading; a test compares it. After a migration, refresh it with
-- mvn test -Dtest=SchemaSnapshotTest -Dfallow.refresh-schema=true

CREATE TABLE fallow.account_lifecycle (
    account_id fallow.account_id NOT NULL,
    state fallow.state NOT NULL,
    since date NOT NULL,
    last_active_on date NOT NULL,
    owner_acted_on date,
    protected_on date,
    clear_since date,
    recycle_on date,
    last_notice_on date,
    due_on date,
    policy_version integer NOT NULL,
    notices_issued smallint NOT NULL DEFAULT 0,
    run_id bigint,
    cohort text NOT NULL,
    excluded_for text[] NOT NULL DEFAULT '{}'::text[],
    CONSTRAINT account_lifecycle_pk PRIMARY KEY (account_id),
    CONSTRAINT lifecycle_clear_has_no_exclusion CHECK (((state <> 'PROTECTED'::fallow.state) OR (clear_since IS NULL) OR (excluded_for = '{}'::text[]))),
    CONSTRAINT lifecycle_is_due_until_released CHECK (((state = 'RELEASED'::fallow.state) = (due_on IS NULL))),
    CONSTRAINT lifecycle_notices_need_a_clear_account CHECK (((notices_issued = 0) OR (clear_since IS NOT NULL))),
    CONSTRAINT lifecycle_notices_say_when CHECK (((notices_issued = 0) = (last_notice_on IS NULL))),
    CONSTRAINT lifecycle_protected_says_when CHECK (((state <> 'PROTECTED'::fallow.state) OR (protected_on IS NOT NULL))),
    CONSTRAINT lifecycle_recycling_needs_a_clear_account CHECK (((clear_since IS NULL) = (recycle_on IS NULL))),
    CONSTRAINT lifecycle_unprotected_has_no_protection CHECK (((state <> ALL (ARRAY['ACTIVE'::fallow.state, 'DORMANT'::fallow.state])) OR (protected_on IS NULL))),
) WITH (fillfactor=80);
CREATE TABLE fallow.alarm (
    alarm_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    subject text NOT NULL,
    business_date date NOT NULL,
    detail text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    raised_by text NOT NULL,
    raised_event_id bigint NOT NULL,
    cleared_at timestamp with time zone,
    cleared_event_id bigint,
    CONSTRAINT alarm_cleared_has_an_event CHECK (((cleared_at IS NULL) = (cleared_event_id IS NULL))),
    CONSTRAINT alarm_kind_is_known CHECK ((kind = ANY (ARRAY['NIGHT_MISSING'::text, 'TRIGGER_STUCK'::text, 'RUN_STALLED'::text, 'PRECONDITION_UNMET'::text]))),
    CONSTRAINT alarm_pk PRIMARY KEY (alarm_id),
);
CREATE TABLE fallow.batch_job_execution (
    job_execution_id bigint NOT NULL,
    version bigint,
    job_instance_id bigint NOT NULL,
    create_time timestamp without time zone NOT NULL,
    start_time timestamp without time zone,
    end_time timestamp without time zone,
    status character varying(10),
    exit_code character varying(2500),
    exit_message character varying(2500),
    last_updated timestamp without time zone,
    CONSTRAINT batch_job_execution_instance_fk FOREIGN KEY (job_instance_id) REFERENCES fallow.batch_job_instance(job_instance_id),
    CONSTRAINT batch_job_execution_pk PRIMARY KEY (job_execution_id),
);
CREATE TABLE fallow.batch_job_execution_context (
    job_execution_id bigint NOT NULL,
    short_context character varying(2500) NOT NULL,
    serialized_context text,
    CONSTRAINT batch_job_execution_context_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution(job_execution_id),
    CONSTRAINT batch_job_execution_context_pk PRIMARY KEY (job_execution_id),
);
CREATE TABLE fallow.batch_job_execution_params (
    job_execution_id bigint NOT NULL,
    parameter_name character varying(100) NOT NULL,
    parameter_type character varying(100) NOT NULL,
    parameter_value character varying(2500),
    identifying character(1) NOT NULL,
    CONSTRAINT batch_job_execution_params_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution(job_execution_id),
    CONSTRAINT batch_job_execution_params_pk PRIMARY KEY (job_execution_id, parameter_name),
);
CREATE TABLE fallow.batch_job_instance (
    job_instance_id bigint NOT NULL,
    version bigint,
    job_name character varying(100) NOT NULL,
    job_key character varying(32) NOT NULL,
    CONSTRAINT batch_job_instance_one_a_key UNIQUE (job_name, job_key),
    CONSTRAINT batch_job_instance_pk PRIMARY KEY (job_instance_id),
);
CREATE TABLE fallow.batch_step_execution (
    step_execution_id bigint NOT NULL,
    version bigint NOT NULL,
    step_name character varying(100) NOT NULL,
    job_execution_id bigint NOT NULL,
    create_time timestamp without time zone NOT NULL,
    start_time timestamp without time zone,
    end_time timestamp without time zone,
    status character varying(10),
    commit_count bigint,
    read_count bigint,
    filter_count bigint,
    write_count bigint,
    read_skip_count bigint,
    write_skip_count bigint,
    process_skip_count bigint,
    rollback_count bigint,
    exit_code character varying(2500),
    exit_message character varying(2500),
    last_updated timestamp without time zone,
    CONSTRAINT batch_step_execution_job_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution(job_execution_id),
    CONSTRAINT batch_step_execution_pk PRIMARY KEY (step_execution_id),
);
CREATE TABLE fallow.batch_step_execution_context (
    step_execution_id bigint NOT NULL,
    short_context character varying(2500) NOT NULL,
    serialized_context text,
    CONSTRAINT batch_step_execution_context_fk FOREIGN KEY (step_execution_id) REFERENCES fallow.batch_step_execution(step_execution_id),
    CONSTRAINT batch_step_execution_context_pk PRIMARY KEY (step_execution_id),
);
CREATE TABLE fallow.borrower_notice (
    account_id fallow.account_id NOT NULL,
    issued_on date NOT NULL,
    recycle_on date NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT borrower_notice_comes_before_recycling CHECK ((issued_on < recycle_on)),
    CONSTRAINT borrower_notice_pk PRIMARY KEY (account_id, issued_on),
);
CREATE TABLE fallow.cancellation (
    cancellation_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id fallow.account_id NOT NULL,
    requested_on date NOT NULL,
    expires_on date NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL DEFAULT now(),
    policy_version integer NOT NULL,
    method text NOT NULL,
    reference text NOT NULL,
    requested_by text NOT NULL,
    settled_in bigint,
    ended_as text,
    ended_on date,
    ended_by text,
    CONSTRAINT cancellation_end_is_known CHECK ((ended_as = ANY (ARRAY['COMPLETED'::text, 'REVOKED'::text, 'LAPSED'::text]))),
    CONSTRAINT cancellation_end_says_when_and_by_whom CHECK ((num_nulls(ended_as, ended_on, ended_by) = ANY (ARRAY[0, 3]))),
    CONSTRAINT cancellation_has_a_term CHECK ((expires_on > requested_on)),
    CONSTRAINT cancellation_pk PRIMARY KEY (cancellation_id),
    CONSTRAINT cancellation_policy_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version(version),
    CONSTRAINT cancellation_says_on_whose_word CHECK (fallow.is_evidence(method, reference, requested_by)),
    CONSTRAINT cancellation_settled_in_fk FOREIGN KEY (settled_in) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.chain_lock (
    nothing boolean NOT NULL,
    CONSTRAINT chain_lock_has_no_rows CHECK ((nothing IS NULL)),
    CONSTRAINT chain_lock_pk PRIMARY KEY (nothing),
);
CREATE TABLE fallow.consumer (
    delivered_through bigint NOT NULL DEFAULT 0,
    since timestamp with time zone NOT NULL DEFAULT now(),
    delivered_at timestamp with time zone,
    is_followed boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    CONSTRAINT consumer_cursor_is_a_number CHECK ((delivered_through >= 0)),
    CONSTRAINT consumer_name_is_plain CHECK ((name ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT consumer_pk PRIMARY KEY (name),
);
CREATE TABLE fallow.decision (
    seq bigint NOT NULL DEFAULT nextval('fallow.decision_seq'::regclass),
    account_id fallow.account_id NOT NULL,
    business_date date NOT NULL,
    from_state fallow.state NOT NULL,
    to_state fallow.state,
    policy_version integer NOT NULL,
    run_id bigint,
    act_id bigint,
    decided_at timestamp with time zone NOT NULL DEFAULT now(),
    reasons text[] NOT NULL,
    evidence text,
    CONSTRAINT decision_is_of_a_run_or_an_act CHECK (((run_id IS NULL) <> (act_id IS NULL))),
    CONSTRAINT decision_pk PRIMARY KEY (account_id, business_date, seq),
    CONSTRAINT decision_says_why CHECK ((reasons <> '{}'::text[])),
) PARTITION BY RANGE (business_date);
CREATE TABLE fallow.delivery_act (
    act_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    from_event bigint,
    events bigint,
    acted_at timestamp with time zone NOT NULL DEFAULT now(),
    consumer text NOT NULL,
    act text NOT NULL,
    acted_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT delivery_act_is_known CHECK ((act = ANY (ARRAY['REPLAY_DEAD'::text, 'REPLAY_FROM'::text, 'SKIP'::text]))),
    CONSTRAINT delivery_act_pk PRIMARY KEY (act_id),
    CONSTRAINT delivery_act_says_who_and_why CHECK (((btrim(acted_by) <> ''::text) AND (btrim(reason) <> ''::text))),
);
CREATE TABLE fallow.erasure (
    account_id fallow.account_id NOT NULL,
    asked_on date NOT NULL,
    remind_on date NOT NULL,
    run_id bigint NOT NULL,
    reminders integer NOT NULL DEFAULT 0,
    fields text[] NOT NULL,
    legal_basis text NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by text,
    reference text,
    CONSTRAINT erasure_confirmation_says_who_and_what CHECK ((num_nulls(confirmed_at, confirmed_by, reference) = ANY (ARRAY[0, 3]))),
    CONSTRAINT erasure_pk PRIMARY KEY (account_id),
    CONSTRAINT erasure_says_what_and_why CHECK (((fields <> '{}'::text[]) AND (btrim(legal_basis) <> ''::text))),
);
CREATE TABLE fallow.event (
    event_id bigint NOT NULL DEFAULT nextval('fallow.event_seq'::regclass),
    account_id fallow.account_id,
    business_date date NOT NULL,
    effective_on date,
    run_id bigint,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    kind text NOT NULL,
    detail jsonb,
    CONSTRAINT event_kind_is_known CHECK ((kind = ANY (ARRAY['DORMANT'::text, 'RETURNED'::text, 'PROTECTED'::text, 'WARNED'::text, 'NOTIFIED'::text, 'RECYCLED'::text, 'RELEASED'::text, 'UNSEALED'::text, 'RESTORED'::text, 'GONE'::text, 'CANCELLATION_REQUESTED'::text, 'CANCELLATION_REVOKED'::text, 'CANCELLATION_LAPSED'::text, 'CANCELLED'::text, 'ERASURE_ASKED'::text, 'ERASURE_OVERDUE'::text, 'NIGHT_MISSING'::text, 'TRIGGER_STUCK'::text, 'RUN_STALLED'::text, 'PRECONDITION_UNMET'::text, 'ALARM_CLEARED'::text]))),
    CONSTRAINT event_pk PRIMARY KEY (event_id),
    CONSTRAINT event_without_account_is_an_alarm CHECK (((account_id IS NULL) = (kind = ANY (ARRAY['NIGHT_MISSING'::text, 'TRIGGER_STUCK'::text, 'RUN_STALLED'::text, 'PRECONDITION_UNMET'::text, 'ALARM_CLEARED'::text])))),
);
CREATE TABLE fallow.firing (
    firing_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    scheduled_at timestamp with time zone NOT NULL,
    business_date date NOT NULL,
    cause text NOT NULL,
    fired_at timestamp with time zone NOT NULL DEFAULT now(),
    fired_by text NOT NULL,
    node text,
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    outcome text NOT NULL DEFAULT 'DUE'::text,
    detail text,
    next_attempt_at timestamp with time zone,
    CONSTRAINT firing_cause_is_known CHECK ((cause = ANY (ARRAY['SCHEDULE'::text, 'CLOCK_CHANGE'::text, 'OPERATOR'::text]))),
    CONSTRAINT firing_completed_is_not_due CHECK (((outcome <> 'COMPLETED'::text) OR (next_attempt_at IS NULL))),
    CONSTRAINT firing_one_a_business_date UNIQUE (business_date),
    CONSTRAINT firing_one_a_time UNIQUE (scheduled_at),
    CONSTRAINT firing_outcome_is_known CHECK ((outcome = ANY (ARRAY['DUE'::text, 'RUNNING'::text, 'IN_PROGRESS'::text, 'COMPLETED'::text, 'FAILED'::text, 'UNSAFE_INPUTS'::text, 'STOPPED'::text, 'AWAITING_APPROVAL'::text, 'REFUSED'::text]))),
    CONSTRAINT firing_pk PRIMARY KEY (firing_id),
);
CREATE TABLE fallow.guard (
    guarded_table text NOT NULL,
    key_column text NOT NULL,
    attached_at timestamp with time zone NOT NULL DEFAULT now(),
    refuses boolean NOT NULL DEFAULT true,
    function_name text,
    digest text,
    CONSTRAINT guard_pk PRIMARY KEY (guarded_table, key_column),
);
CREATE TABLE fallow.hold (
    hold_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id fallow.account_id NOT NULL,
    reason text NOT NULL DEFAULT 'LEGAL_HOLD'::text,
    detail text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone NOT NULL DEFAULT now(),
    released_by text,
    released_at timestamp with time zone,
    until date,
    released_for text,
    CONSTRAINT hold_pk PRIMARY KEY (hold_id),
    CONSTRAINT hold_reason_is_known CHECK ((reason = ANY (ARRAY['LEGAL_HOLD'::text, 'MEMORIAL'::text, 'KEEP'::text]))),
    CONSTRAINT hold_release_says_who CHECK (((released_at IS NULL) = (released_by IS NULL))),
    CONSTRAINT hold_says_who_and_what CHECK (((btrim(detail) <> ''::text) AND (btrim(placed_by) <> ''::text))),
);
CREATE TABLE fallow.installation (
    only_row boolean NOT NULL DEFAULT true,
    purpose text NOT NULL,
    since timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT installation_is_one CHECK (only_row),
    CONSTRAINT installation_pk PRIMARY KEY (only_row),
    CONSTRAINT installation_purpose_is_known CHECK ((purpose = ANY (ARRAY['PRODUCTION'::text, 'DEMO'::text, 'TEST'::text]))),
);
CREATE TABLE fallow.night_lock (
    nothing boolean NOT NULL,
    CONSTRAINT night_lock_has_no_rows CHECK ((nothing IS NULL)),
    CONSTRAINT night_lock_pk PRIMARY KEY (nothing),
);
CREATE TABLE fallow.notice (
    account_id fallow.account_id NOT NULL,
    clear_since date NOT NULL,
    number smallint NOT NULL,
    issued_on date NOT NULL,
    recycle_on date NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT notice_comes_before_recycling CHECK ((issued_on < recycle_on)),
    CONSTRAINT notice_pk PRIMARY KEY (account_id, clear_since, number),
);
CREATE TABLE fallow.notice_report (
    report_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id fallow.account_id NOT NULL,
    clear_since date NOT NULL,
    number smallint NOT NULL,
    issued_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    reported_at timestamp with time zone NOT NULL DEFAULT now(),
    outcome text NOT NULL,
    reference text NOT NULL,
    reported_by text NOT NULL DEFAULT SESSION_USER,
    CONSTRAINT notice_report_is_told_once UNIQUE (account_id, clear_since, number, outcome, at, reference),
    CONSTRAINT notice_report_notice_fk FOREIGN KEY (account_id, clear_since, number) REFERENCES fallow.notice(account_id, clear_since, number),
    CONSTRAINT notice_report_outcome_is_known CHECK ((outcome = ANY (ARRAY['DELIVERED'::text, 'BOUNCED'::text, 'OPENED'::text]))),
    CONSTRAINT notice_report_pk PRIMARY KEY (report_id),
    CONSTRAINT notice_report_says_which_message CHECK ((btrim(reference) <> ''::text)),
);
CREATE TABLE fallow.partition_claim (
    step_execution_id bigint NOT NULL,
    token integer NOT NULL,
    node text NOT NULL,
    claimed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT partition_claim_execution_fk FOREIGN KEY (step_execution_id) REFERENCES fallow.batch_step_execution(step_execution_id) ON DELETE CASCADE,
    CONSTRAINT partition_claim_pk PRIMARY KEY (step_execution_id),
);
CREATE TABLE fallow.plan (
    run_id bigint NOT NULL,
    execution_id bigint NOT NULL,
    account_id fallow.account_id NOT NULL,
    verdict fallow.verdict NOT NULL,
    was_due_on date NOT NULL,
    last_active_on date NOT NULL,
    clear_since date,
    recycle_on date,
    last_notice_on date,
    due_on date,
    notices_issued smallint NOT NULL DEFAULT 0,
    deferred boolean NOT NULL DEFAULT false,
    cohort text NOT NULL,
    excluded_for text[] NOT NULL DEFAULT '{}'::text[],
    CONSTRAINT plan_pk PRIMARY KEY (run_id, execution_id, verdict, account_id),
);
CREATE TABLE fallow.platform_act (
    act_id bigint NOT NULL,
    business_date date NOT NULL,
    made_by text NOT NULL DEFAULT SESSION_USER,
    made_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT platform_act_pk PRIMARY KEY (act_id),
);
CREATE TABLE fallow.policy_version (
    version integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    digest text NOT NULL,
    policy text NOT NULL,
    loaded_at timestamp with time zone NOT NULL DEFAULT now(),
    window_open_for interval,
    window_reopen text,
    window_cooldown interval,
    zone text,
    cancellation_term interval,
    unseal_max_attempts integer,
    unseal_within interval,
    CONSTRAINT policy_version_digest_is_unique UNIQUE (digest),
    CONSTRAINT policy_version_pk PRIMARY KEY (version),
    CONSTRAINT policy_version_window_reopen_is_known CHECK ((window_reopen = ANY (ARRAY['never'::text, 'after-cooldown'::text, 'always'::text]))),
);
CREATE TABLE fallow.property_window (
    window_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id fallow.account_id NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    expired_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL DEFAULT now(),
    policy_version integer NOT NULL,
    device text NOT NULL,
    evidence text,
    opened_by text NOT NULL,
    CONSTRAINT property_window_ends_after_it_opened CHECK ((until > opened_at)),
    CONSTRAINT property_window_expires_at_its_end CHECK ((expired_at >= until)),
    CONSTRAINT property_window_pk PRIMARY KEY (window_id),
    CONSTRAINT property_window_policy_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version(version),
    CONSTRAINT property_window_says_who_and_which_device CHECK (((btrim(device) <> ''::text) AND (btrim(opened_by) <> ''::text))),
);
CREATE TABLE fallow.qrtz_blob_triggers (
    sched_name character varying(120) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    blob_data bytea,
    CONSTRAINT qrtz_blob_triggers_pk PRIMARY KEY (sched_name, trigger_name, trigger_group),
    CONSTRAINT qrtz_blob_triggers_trigger_fk FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES fallow.qrtz_triggers(sched_name, trigger_name, trigger_group),
);
CREATE TABLE fallow.qrtz_calendars (
    sched_name character varying(120) NOT NULL,
    calendar_name character varying(200) NOT NULL,
    calendar bytea NOT NULL,
    CONSTRAINT qrtz_calendars_pk PRIMARY KEY (sched_name, calendar_name),
);
CREATE TABLE fallow.qrtz_cron_triggers (
    sched_name character varying(120) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    cron_expression character varying(120) NOT NULL,
    time_zone_id character varying(80),
    CONSTRAINT qrtz_cron_triggers_pk PRIMARY KEY (sched_name, trigger_name, trigger_group),
    CONSTRAINT qrtz_cron_triggers_trigger_fk FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES fallow.qrtz_triggers(sched_name, trigger_name, trigger_group),
);
CREATE TABLE fallow.qrtz_fired_triggers (
    sched_name character varying(120) NOT NULL,
    entry_id character varying(95) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    instance_name character varying(200) NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state character varying(16) NOT NULL,
    job_name character varying(200),
    job_group character varying(200),
    is_nonconcurrent boolean,
    requests_recovery boolean,
    CONSTRAINT qrtz_fired_triggers_pk PRIMARY KEY (sched_name, entry_id),
);
CREATE TABLE fallow.qrtz_job_details (
    sched_name character varying(120) NOT NULL,
    job_name character varying(200) NOT NULL,
    job_group character varying(200) NOT NULL,
    description character varying(250),
    job_class_name character varying(250) NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea,
    CONSTRAINT qrtz_job_details_pk PRIMARY KEY (sched_name, job_name, job_group),
);
CREATE TABLE fallow.qrtz_locks (
    sched_name character varying(120) NOT NULL,
    lock_name character varying(40) NOT NULL,
    CONSTRAINT qrtz_locks_pk PRIMARY KEY (sched_name, lock_name),
);
CREATE TABLE fallow.qrtz_paused_trigger_grps (
    sched_name character varying(120) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    CONSTRAINT qrtz_paused_trigger_grps_pk PRIMARY KEY (sched_name, trigger_group),
);
CREATE TABLE fallow.qrtz_scheduler_state (
    sched_name character varying(120) NOT NULL,
    instance_name character varying(200) NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    CONSTRAINT qrtz_scheduler_state_pk PRIMARY KEY (sched_name, instance_name),
);
CREATE TABLE fallow.qrtz_simple_triggers (
    sched_name character varying(120) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL,
    CONSTRAINT qrtz_simple_triggers_pk PRIMARY KEY (sched_name, trigger_name, trigger_group),
    CONSTRAINT qrtz_simple_triggers_trigger_fk FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES fallow.qrtz_triggers(sched_name, trigger_name, trigger_group),
);
CREATE TABLE fallow.qrtz_simprop_triggers (
    sched_name character varying(120) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    str_prop_1 character varying(512),
    str_prop_2 character varying(512),
    str_prop_3 character varying(512),
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric(13,4),
    dec_prop_2 numeric(13,4),
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    CONSTRAINT qrtz_simprop_triggers_pk PRIMARY KEY (sched_name, trigger_name, trigger_group),
    CONSTRAINT qrtz_simprop_triggers_trigger_fk FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES fallow.qrtz_triggers(sched_name, trigger_name, trigger_group),
);
CREATE TABLE fallow.qrtz_triggers (
    sched_name character varying(120) NOT NULL,
    trigger_name character varying(200) NOT NULL,
    trigger_group character varying(200) NOT NULL,
    job_name character varying(200) NOT NULL,
    job_group character varying(200) NOT NULL,
    description character varying(250),
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state character varying(16) NOT NULL,
    trigger_type character varying(8) NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name character varying(200),
    misfire_instr smallint,
    job_data bytea,
    CONSTRAINT qrtz_triggers_job_fk FOREIGN KEY (sched_name, job_name, job_group) REFERENCES fallow.qrtz_job_details(sched_name, job_name, job_group),
    CONSTRAINT qrtz_triggers_pk PRIMARY KEY (sched_name, trigger_name, trigger_group),
);
CREATE TABLE fallow.run (
    run_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    business_date date NOT NULL,
    status text NOT NULL,
    token integer NOT NULL DEFAULT 1,
    policy_version integer NOT NULL,
    full_sweep boolean NOT NULL,
    accounts bigint,
    scanned_under integer,
    plan_execution bigint,
    plan_digest text,
    plan_summary jsonb,
    approved_execution bigint,
    approved_by text,
    approved_reason text,
    approved_at timestamp with time zone,
    started_by text NOT NULL,
    started_at timestamp with time zone NOT NULL DEFAULT now(),
    finished_at timestamp with time zone,
    protected_count bigint,
    recycled_count bigint,
    error text,
    abandoned_by text,
    report jsonb,
    is_void boolean NOT NULL DEFAULT false,
    late_accepted bigint,
    late_accepted_to bigint,
    late_accepted_by text,
    late_accepted_reason text,
    late_accepted_at timestamp with time zone,
    CONSTRAINT run_approval_says_who_and_why CHECK (((num_nulls(approved_execution, approved_by, approved_reason, approved_at) = ANY (ARRAY[0, 4])) AND (btrim(approved_by) <> ''::text) AND (btrim(approved_reason) <> ''::text))),
    CONSTRAINT run_completed_has_a_report CHECK (((status <> 'COMPLETED'::text) OR (report IS NOT NULL))),
    CONSTRAINT run_is_not_approved_by_who_started_it CHECK ((lower(btrim(approved_by)) <> lower(btrim(started_by)))),
    CONSTRAINT run_late_acceptance_says_who_and_why CHECK (((num_nulls(late_accepted, late_accepted_to, late_accepted_by, late_accepted_reason, late_accepted_at) = ANY (ARRAY[0, 5])) AND (btrim(late_accepted_by) <> ''::text) AND (btrim(late_accepted_reason) <> ''::text))),
    CONSTRAINT run_late_is_not_accepted_by_who_started_it CHECK ((lower(btrim(late_accepted_by)) <> lower(btrim(started_by)))),
    CONSTRAINT run_pk PRIMARY KEY (run_id),
    CONSTRAINT run_policy_version_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version(version),
    CONSTRAINT run_status_is_known CHECK ((status = ANY (ARRAY['RUNNING'::text, 'STOPPED'::text, 'FAILED'::text, 'UNSAFE_INPUTS'::text, 'AWAITING_APPROVAL'::text, 'COMPLETED'::text, 'ABANDONED'::text]))),
    CONSTRAINT run_void_was_abandoned CHECK (((NOT is_void) OR (status = 'ABANDONED'::text))),
);
CREATE TABLE fallow.run_count (
    run_id bigint NOT NULL,
    worker text NOT NULL,
    counter text NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT run_count_pk PRIMARY KEY (run_id, worker, counter),
    CONSTRAINT run_count_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.run_lock (
    run_id bigint NOT NULL,
    token integer NOT NULL,
    session integer NOT NULL,
    CONSTRAINT run_lock_pk PRIMARY KEY (run_id),
    CONSTRAINT run_lock_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.run_progress (
    run_id bigint NOT NULL,
    fingerprint text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT run_progress_pk PRIMARY KEY (run_id),
    CONSTRAINT run_progress_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.run_source (
    run_id bigint NOT NULL,
    source text NOT NULL,
    rows bigint NOT NULL,
    newest timestamp with time zone,
    CONSTRAINT run_source_pk PRIMARY KEY (run_id, source),
    CONSTRAINT run_source_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.schedule (
    only_row boolean NOT NULL DEFAULT true,
    cron text NOT NULL,
    zone text NOT NULL,
    policy_zone text NOT NULL,
    misfire text NOT NULL,
    since timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    paused_at timestamp with time zone,
    paused_by text,
    paused_reason text,
    CONSTRAINT schedule_is_one CHECK (only_row),
    CONSTRAINT schedule_misfire_is_known CHECK ((misfire = ANY (ARRAY['RUN_ONCE'::text, 'SKIP'::text]))),
    CONSTRAINT schedule_pause_says_who_and_why CHECK (((num_nulls(paused_at, paused_by, paused_reason) = ANY (ARRAY[0, 3])) AND (btrim(paused_by) <> ''::text) AND (btrim(paused_reason) <> ''::text))),
    CONSTRAINT schedule_pk PRIMARY KEY (only_row),
);
CREATE TABLE fallow.seal (
    seal_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    run_id bigint,
    act_id bigint,
    decisions bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    business_date date NOT NULL,
    digest text NOT NULL,
    previous text,
    ordering text NOT NULL DEFAULT 'KEY'::text,
    CONSTRAINT seal_follows_one UNIQUE NULLS NOT DISTINCT (previous),
    CONSTRAINT seal_is_of_a_run_or_an_act CHECK (((run_id IS NULL) <> (act_id IS NULL))),
    CONSTRAINT seal_one_a_run UNIQUE (run_id),
    CONSTRAINT seal_one_an_act UNIQUE (act_id),
    CONSTRAINT seal_ordering_is_known CHECK ((ordering = ANY (ARRAY['KEY'::text, 'TEXT'::text]))),
    CONSTRAINT seal_pk PRIMARY KEY (seal_id),
    CONSTRAINT seal_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.seal_block (
    seal_id bigint NOT NULL,
    block integer NOT NULL,
    decisions integer NOT NULL,
    digest bytea NOT NULL,
    prints bytea NOT NULL,
    CONSTRAINT seal_block_pk PRIMARY KEY (seal_id, block),
    CONSTRAINT seal_block_prints_each_decision CHECK ((octet_length(prints) = (4 * decisions))),
    CONSTRAINT seal_block_seal_fk FOREIGN KEY (seal_id) REFERENCES fallow.seal(seal_id),
);
CREATE TABLE fallow.set_aside (
    run_id bigint NOT NULL,
    account_id fallow.account_id NOT NULL,
    step text NOT NULL,
    sqlstate text,
    error text NOT NULL,
    set_aside_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT set_aside_pk PRIMARY KEY (run_id, account_id),
    CONSTRAINT set_aside_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.shard_night (
    business_date date NOT NULL,
    shard text NOT NULL,
    status text NOT NULL,
    run_id bigint,
    accounts bigint,
    planned_protected bigint,
    planned_recycled bigint,
    protected_count bigint,
    recycled_count bigint,
    report jsonb,
    problem text,
    changed_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT shard_night_completed_has_a_report CHECK (((status <> 'COMPLETED'::text) OR (report IS NOT NULL))),
    CONSTRAINT shard_night_pk PRIMARY KEY (business_date, shard),
    CONSTRAINT shard_night_shard_is_a_name CHECK ((shard ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'::text)),
    CONSTRAINT shard_night_status_is_known CHECK ((status = ANY (ARRAY['EXPECTED'::text, 'PLANNED'::text, 'DOWN'::text, 'RUNNING'::text, 'STOPPED'::text, 'FAILED'::text, 'UNSAFE_INPUTS'::text, 'AWAITING_APPROVAL'::text, 'COMPLETED'::text, 'ABANDONED'::text]))),
);
CREATE TABLE fallow.stop_wish (
    run_id bigint NOT NULL,
    token integer NOT NULL,
    wished_by text NOT NULL,
    wished_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT stop_wish_pk PRIMARY KEY (run_id, token),
    CONSTRAINT stop_wish_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run(run_id),
);
CREATE TABLE fallow.undelivered_event (
    event_id bigint NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    consumer text NOT NULL,
    order_key text NOT NULL,
    status text NOT NULL DEFAULT 'WAITING'::text,
    error text,
    CONSTRAINT undelivered_event_consumer_fk FOREIGN KEY (consumer) REFERENCES fallow.consumer(name),
    CONSTRAINT undelivered_event_dead_says_why CHECK (((status <> 'DEAD'::text) OR (error IS NOT NULL))),
    CONSTRAINT undelivered_event_pk PRIMARY KEY (consumer, event_id),
    CONSTRAINT undelivered_event_status_is_known CHECK ((status = ANY (ARRAY['WAITING'::text, 'DEAD'::text]))),
);
CREATE TABLE fallow.unknown_account (
    account_id fallow.account_id NOT NULL,
    seen_on date NOT NULL,
    CONSTRAINT unknown_account_pk PRIMARY KEY (account_id),
);
CREATE TABLE fallow.unseal_attempt (
    attempt_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    account_id fallow.account_id NOT NULL,
    attempted_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL DEFAULT now(),
    act_id bigint,
    outcome text NOT NULL,
    why text,
    method text,
    reference text,
    attempted_by text,
    CONSTRAINT unseal_attempt_outcome_is_known CHECK ((outcome = ANY (ARRAY['UNSEALED'::text, 'REFUSED'::text, 'TOO_MANY'::text]))),
    CONSTRAINT unseal_attempt_pk PRIMARY KEY (attempt_id),
    CONSTRAINT unseal_attempt_unsealed_by_an_act CHECK (((outcome = 'UNSEALED'::text) = (act_id IS NOT NULL))),
);
CREATE TABLE fallow.window_use (
    use_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    window_id bigint NOT NULL,
    used_at timestamp with time zone NOT NULL,
    operation text NOT NULL,
    reference text NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT window_use_is_one_of_five CHECK ((operation = ANY (ARRAY['CHANGE_WITHDRAWAL'::text, 'CHANGE_TRANSFER_OUT'::text, 'BANK_SAVINGS_TRANSFER_OUT'::text, 'WEALTH_REDEMPTION'::text, 'LOAN_REPAYMENT'::text]))),
    CONSTRAINT window_use_pk PRIMARY KEY (use_id),
    CONSTRAINT window_use_says_what_and_who CHECK (((btrim(reference) <> ''::text) AND (btrim(recorded_by) <> ''::text))),
    CONSTRAINT window_use_window_fk FOREIGN KEY (window_id) REFERENCES fallow.property_window(window_id),
);
CREATE INDEX account_lifecycle_due_idx ON fallow.account_lifecycle USING btree (due_on) WHERE (due_on IS NOT NULL);
CREATE UNIQUE INDEX alarm_one_a_cause ON fallow.alarm USING btree (kind, subject) WHERE (cleared_at IS NULL);
CREATE UNIQUE INDEX batch_job_execution_one_live_an_instance ON fallow.batch_job_execution USING btree (job_instance_id) WHERE ((status)::text = ANY ((ARRAY['STARTING'::character varying, 'STARTED'::character varying, 'STOPPING'::character varying])::text[]));
CREATE INDEX batch_step_execution_job_idx ON fallow.batch_step_execution USING btree (job_execution_id);
CREATE INDEX cancellation_account_idx ON fallow.cancellation USING btree (account_id, cancellation_id);
CREATE UNIQUE INDEX cancellation_one_an_account ON fallow.cancellation USING btree (account_id) WHERE (ended_as IS NULL);
CREATE INDEX decision_act_idx ON ONLY fallow.decision USING btree (act_id) WHERE (act_id IS NOT NULL);
CREATE INDEX decision_run_idx ON ONLY fallow.decision USING brin (run_id) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX erasure_unconfirmed_idx ON fallow.erasure USING btree (remind_on) WHERE (confirmed_at IS NULL);
CREATE INDEX firing_open_idx ON fallow.firing USING btree (business_date) WHERE (outcome <> 'COMPLETED'::text);
CREATE INDEX hold_in_force_idx ON fallow.hold USING btree (account_id) WHERE (released_at IS NULL);
CREATE INDEX notice_run_idx ON fallow.notice USING brin (run_id) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX property_window_account_idx ON fallow.property_window USING btree (account_id, until);
CREATE UNIQUE INDEX property_window_one_an_account ON fallow.property_window USING btree (account_id) WHERE (expired_at IS NULL);
CREATE INDEX qrtz_fired_triggers_instance_idx ON fallow.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);
CREATE INDEX qrtz_fired_triggers_job_idx ON fallow.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX qrtz_fired_triggers_trigger_idx ON fallow.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);
CREATE INDEX qrtz_triggers_job_idx ON fallow.qrtz_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX qrtz_triggers_next_idx ON fallow.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time);
CREATE UNIQUE INDEX run_one_a_business_date ON fallow.run USING btree (business_date) WHERE (NOT is_void);
CREATE INDEX undelivered_event_order_idx ON fallow.undelivered_event USING btree (consumer, order_key, event_id);
CREATE INDEX unseal_attempt_account_idx ON fallow.unseal_attempt USING btree (account_id, attempted_at);
CREATE INDEX window_use_window_idx ON fallow.window_use USING btree (window_id);
CREATE TRIGGER decision_is_append_only BEFORE DELETE OR UPDATE ON fallow.decision FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER delivery_act_is_append_only BEFORE DELETE OR UPDATE ON fallow.delivery_act FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER event_wakes_publishers AFTER INSERT ON fallow.event FOR EACH STATEMENT EXECUTE FUNCTION fallow.wake_publishers();
CREATE TRIGGER lifecycle_notices_reached_owner BEFORE UPDATE ON fallow.account_lifecycle FOR EACH ROW WHEN (((old.state = 'PROTECTED'::fallow.state) AND (new.state = 'RECYCLED'::fallow.state))) EXECUTE FUNCTION fallow.check_notices_reached_owner();
CREATE TRIGGER lifecycle_transition_on_delete BEFORE DELETE ON fallow.account_lifecycle FOR EACH ROW WHEN ((old.state = ANY (ARRAY['RECYCLED'::fallow.state, 'RELEASED'::fallow.state]))) EXECUTE FUNCTION fallow.check_transition();
CREATE TRIGGER lifecycle_transition_on_insert AFTER INSERT ON fallow.account_lifecycle FOR EACH ROW WHEN ((new.state <> 'DORMANT'::fallow.state)) EXECUTE FUNCTION fallow.check_transition();
CREATE TRIGGER lifecycle_transition_on_update BEFORE UPDATE ON fallow.account_lifecycle FOR EACH ROW WHEN (((old.state = 'RELEASED'::fallow.state) OR ((old.state <> new.state) AND (NOT ((old.state = 'DORMANT'::fallow.state) AND (new.state = 'PROTECTED'::fallow.state)))))) EXECUTE FUNCTION fallow.check_transition();
CREATE TRIGGER notice_report_is_append_only BEFORE DELETE OR UPDATE ON fallow.notice_report FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER platform_act_is_append_only BEFORE DELETE OR UPDATE ON fallow.platform_act FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER seal_block_is_append_only BEFORE DELETE OR UPDATE ON fallow.seal_block FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER seal_is_append_only BEFORE DELETE OR UPDATE ON fallow.seal FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER unseal_attempt_is_append_only BEFORE DELETE OR UPDATE ON fallow.unseal_attempt FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE TRIGGER window_use_is_append_only BEFORE DELETE OR UPDATE ON fallow.window_use FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();
CREATE OR REPLACE FUNCTION fallow.analyze_decisions(day date)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$ SELECT fallow.analyze_unless_in_use(CAST(format('fallow.decision_%s', to_char(day, 'YYYY_MM')) AS regclass)) $function$

CREATE OR REPLACE FUNCTION fallow.analyze_lifecycle()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$ SELECT fallow.analyze_unless_in_use('fallow.account_lifecycle') $function$

CREATE OR REPLACE FUNCTION fallow.analyze_plan()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$ SELECT fallow.analyze_unless_in_use('fallow.plan') $function$

CREATE OR REPLACE FUNCTION fallow.analyze_unless_in_use(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET lock_timeout TO '5s'
 SET row_security TO 'off'
AS $function$
BEGIN
    EXECUTE format('ANALYZE %s', target);
EXCEPTION
    WHEN lock_not_available THEN
        RAISE LOG 'fallow: % is in use by maintenance and was not analyzed', target;
END
$function$

CREATE OR REPLACE FUNCTION fallow.attach_guard(guarded regclass, key_column text, refuses boolean DEFAULT true)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    qualified text;
    wanted_name text;
    why_not text := fallow.why_not_guarded(guarded, key_column, refuses);
    key_type oid;
    member record;
BEGIN
    SELECT format('%I.%I', n.nspname, c.relname)
    INTO STRICT qualified
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.oid = guarded;
    IF why_not IS NOT NULL THEN
        RAISE EXCEPTION 'table % cannot be guarded by its column %: %', qualified, key_column, why_not
            USING ERRCODE = 'wrong_object_type', CONSTRAINT = 'fallow_guard';
    END IF;
    -- plain letters, since it is a setting's name, too; with a digest, since it is cut to what a name may be long
    wanted_name := left(regexp_replace(format('guard_%s_%s', qualified, key_column), '[^a-zA-Z0-9]+', '_', 'g'), 43)
        || '_' || left(md5(qualified || '/' || key_column), 12);
    SELECT a.atttypid INTO STRICT key_type FROM pg_attribute AS a WHERE a.attrelid = guarded AND a.attname = key_column AND a.attnum > 0;

    EXECUTE format($make$
        CREATE OR REPLACE FUNCTION fallow.%1$I() RETURNS trigger
            LANGUAGE plpgsql
            SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            SET row_security = off
        AS $guard$
        DECLARE
            standing fallow.state;
        BEGIN
            IF current_setting('fallow.%1$s', true) IS DISTINCT FROM 'works' THEN
                PERFORM FROM pg_attribute AS a WHERE a.attrelid = TG_RELID AND a.attname = %5$L AND a.atttypid = %6$s;
                IF NOT FOUND THEN
                    RAISE WARNING 'fallow: the guard on %3$s cannot work, its column %7$s is not what it was; no account is recycled until it does';
                    RETURN NULL;
                END IF;
                PERFORM set_config('fallow.%1$s', 'works', true);
            END IF;
            IF current_setting('transaction_isolation') <> 'read committed' THEN
                PERFORM fallow.require_fresh_snapshot();
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT state INTO standing FROM fallow.account_lifecycle WHERE account_id = NEW.%2$I FOR SHARE;
                IF standing = 'RECYCLED' AND %4$L THEN
                    RAISE EXCEPTION 'account %% is recycled: %% on %3$s refused', NEW.%2$I, TG_OP
                        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.%2$I IS DISTINCT FROM NEW.%2$I THEN
                SELECT state INTO standing FROM fallow.account_lifecycle WHERE account_id = OLD.%2$I FOR SHARE;
                IF standing = 'RECYCLED' AND %4$L THEN
                    RAISE EXCEPTION 'account %% is recycled: %% on %3$s refused', OLD.%2$I, TG_OP
                        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard';
                END IF;
            END IF;
            RETURN NULL;
        END
        $guard$ $make$, wanted_name, key_column, replace(replace(qualified, '''', ''''''), '%', '%%'), refuses, key_column, key_type,
        replace(replace(key_column, '''', ''''''), '%', '%%'));
    EXECUTE format('ALTER FUNCTION fallow.%I() OWNER TO fallow_owner', wanted_name);
    EXECUTE format('REVOKE ALL ON FUNCTION fallow.%I() FROM PUBLIC', wanted_name);

    -- a partition has its row trigger from its parent; a child that inherits has none of its own
    FOR member IN
        SELECT r.relation, c.relispartition, r.depth
        FROM fallow.guarded_relations(guarded) AS r
        JOIN pg_class AS c ON c.oid = r.relation
        ORDER BY r.depth, r.relation
    LOOP
        IF member.depth = 0 OR NOT member.relispartition THEN
            EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION fallow.%I()',
                'fallow_' || wanted_name, member.relation, wanted_name);
        END IF;
        EXECUTE format('CREATE OR REPLACE TRIGGER fallow_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION fallow.%I()',
            member.relation,
            CASE
                WHEN refuses OR EXISTS (
                    SELECT
                    FROM fallow.guard AS g
                    WHERE g.guarded_table = qualified
                        AND g.key_column <> attach_guard.key_column
                        AND g.refuses
                ) THEN 'guard_truncate'
                ELSE 'guard_truncate_locking'
            END);
    END LOOP;
    FOR member IN SELECT r.relation FROM fallow.guarded_relations(guarded) AS r ORDER BY r.depth, r.relation LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', member.relation, 'fallow_' || wanted_name);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER fallow_truncate', member.relation);
    END LOOP;
    -- the guard as it was before it fired after each row
    FOR member IN SELECT r.relation FROM fallow.guarded_relations(guarded) AS r ORDER BY r.depth, r.relation LOOP
        IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = member.relation AND t.tgname = 'fallow_guard' AND t.tgparentid = 0) THEN
            EXECUTE format('DROP TRIGGER fallow_guard ON %s', member.relation);
        END IF;
    END LOOP;

    INSERT INTO fallow.guard (guarded_table, key_column, refuses, function_name, digest)
    SELECT qualified, attach_guard.key_column, attach_guard.refuses, wanted_name, md5(p.prosrc)
    FROM pg_proc AS p
    WHERE p.pronamespace = 'fallow'::regnamespace
        AND p.proname = wanted_name
    ON CONFLICT ON CONSTRAINT guard_pk DO UPDATE
    SET
        refuses = excluded.refuses,
        function_name = excluded.function_name,
        digest = excluded.digest;
END
$function$

CREATE OR REPLACE FUNCTION fallow.blocked_until(account fallow.account_id, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$BEGIN RETURN (SELECT 'infinity'::timestamptz FROM fallow.account_exclusion AS x WHERE x.account_id = account AND x.reason = 'BLOCKED' LIMIT 1); END$function$

CREATE OR REPLACE FUNCTION fallow.check_notices_reached_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'fallow', 'pg_temp'
AS $function$
BEGIN
    IF EXISTS (
        SELECT
        FROM fallow.notice_report AS r
        WHERE r.account_id = NEW.account_id
            AND r.outcome = 'BOUNCED'
            AND r.issued_on >= OLD.clear_since
    ) AND NOT EXISTS (
        SELECT
        FROM fallow.notice_report AS r
        WHERE r.account_id = NEW.account_id
            AND r.outcome = 'BOUNCED'
            AND r.issued_on < OLD.clear_since
            AND r.issued_on > NEW.last_active_on
    ) AND NOT EXISTS (
        SELECT
        FROM cancellation AS c
        WHERE c.account_id = NEW.account_id
            AND c.ended_as IS NULL
            AND NEW.since BETWEEN c.requested_on AND c.expires_on
    ) THEN
        RAISE EXCEPTION 'account %: a notice bounced, and it cannot be recycled on it', NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_notices_reached_owner';
    END IF;
    RETURN NEW;
END
$function$

CREATE OR REPLACE FUNCTION fallow.check_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'fallow', 'pg_temp'
AS $function$
DECLARE
    aged boolean;
    cancelled boolean := false;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state IN ('RECYCLED', 'RELEASED') THEN
            RAISE EXCEPTION 'account % is %: its lifecycle row is never deleted', OLD.account_id, OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        -- whoever wants to cancel an ACTIVE account gives it a row, for recycling to lock
        IF NEW.state = 'ACTIVE' AND EXISTS (SELECT FROM cancellation AS c WHERE c.account_id = NEW.account_id AND c.ended_as IS NULL) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'account % cannot enter the lifecycle as %', NEW.account_id, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    aged := coalesce(
        OLD.state = 'PROTECTED'
        AND OLD.clear_since IS NOT NULL
        AND NEW.excluded_for = '{}'
        AND OLD.notices_issued > 0
        AND OLD.recycle_on <= NEW.since
        AND OLD.protected_on < NEW.since
        AND OLD.last_notice_on < NEW.since, false);
    IF NEW.state = 'RECYCLED' AND NOT aged THEN
        -- or its owner wants it: from any state before
        cancelled := EXISTS (
            SELECT
            FROM cancellation AS c
            WHERE c.account_id = NEW.account_id
                AND c.ended_as IS NULL
                AND NEW.since BETWEEN c.requested_on AND c.expires_on
        );
    END IF;
    IF OLD.state = 'RELEASED' OR NOT (
        cancelled OR (OLD.state, NEW.state) IN (('ACTIVE', 'DORMANT'), ('DORMANT', 'ACTIVE'), ('DORMANT', 'PROTECTED'), ('PROTECTED', 'ACTIVE'),
                                   ('PROTECTED', 'RECYCLED'), ('RECYCLED', 'PROTECTED'), ('RECYCLED', 'RELEASED'))
    ) THEN
        RAISE EXCEPTION 'account % cannot go from % to %', NEW.account_id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    IF NEW.state = 'RECYCLED' AND NOT (aged OR cancelled) THEN
        RAISE EXCEPTION 'account % was not protected, warned and free of property for long enough to be recycled', NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_transition';
    END IF;
    RETURN NEW;
END
$function$

CREATE OR REPLACE FUNCTION fallow.confirm_erasure(account fallow.account_id, reference text, confirmed_by text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$SELECT fallow.confirm_erasure_at(account, reference, confirmed_by, statement_timestamp())$function$

CREATE OR REPLACE FUNCTION fallow.confirm_erasure_at(account fallow.account_id, reference text, confirmed_by text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    IF coalesce(btrim(reference), '') = '' OR coalesce(btrim(confirmed_by), '') = '' THEN
        RAISE EXCEPTION 'account %: a confirmation must say what was done, and who confirms it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_erasure';
    END IF;
    UPDATE fallow.erasure AS e
    SET
        confirmed_at = at,
        confirmed_by = confirm_erasure_at.confirmed_by,
        reference = confirm_erasure_at.reference
    WHERE e.account_id = account
        AND e.confirmed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no erasure of it waits to be confirmed', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_erasure';
    END IF;
END
$function$

CREATE OR REPLACE FUNCTION fallow.detach_guard(guarded text, key_column text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    was record;
    member record;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM fallow.guard AS g
        WHERE g.guarded_table = guarded
            AND g.key_column = coalesce(detach_guard.key_column, g.key_column)
    ) THEN
        RAISE EXCEPTION 'no guard was ever attached to %', concat_ws(' by column ', guarded, detach_guard.key_column)
            USING ERRCODE = 'undefined_object';
    END IF;
    FOR was IN
        DELETE FROM fallow.guard AS g
        WHERE g.guarded_table = guarded
            AND g.key_column = coalesce(detach_guard.key_column, g.key_column)
        RETURNING g.function_name
    LOOP
        IF to_regclass(guarded) IS NOT NULL THEN
            FOR member IN SELECT r.relation FROM fallow.guarded_relations(to_regclass(guarded)) AS r ORDER BY r.depth, r.relation LOOP
                IF EXISTS (
                    SELECT
                    FROM pg_trigger AS t
                    WHERE t.tgrelid = member.relation
                        AND t.tgname = 'fallow_' || was.function_name
                        AND t.tgparentid = 0
                ) THEN
                    EXECUTE format('DROP TRIGGER %I ON %s', 'fallow_' || was.function_name, member.relation);
                END IF;
                IF NOT EXISTS (SELECT FROM fallow.guard AS g WHERE g.guarded_table = guarded) THEN
                    EXECUTE format('DROP TRIGGER IF EXISTS fallow_truncate ON %s', member.relation);
                    EXECUTE format('DROP TRIGGER IF EXISTS fallow_guard ON %s', member.relation);
                END IF;
            END LOOP;
        END IF;
        EXECUTE format('DROP FUNCTION IF EXISTS fallow.%I()', was.function_name);
    END LOOP;
END
$function$

CREATE OR REPLACE FUNCTION fallow.forget_delivered_events(before date, at_most integer)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$
    WITH delivered AS (
        SELECT e.event_id
        FROM fallow.event AS e
        WHERE e.event_id <= (SELECT min(c.delivered_through) FROM fallow.consumer AS c)
            AND e.business_date < before
            AND NOT EXISTS (SELECT FROM fallow.undelivered_event AS u WHERE u.event_id = e.event_id)
        ORDER BY e.event_id
        LIMIT at_most
    ), forgotten AS (
        DELETE FROM fallow.event
        WHERE event_id IN (SELECT event_id FROM delivered)
        RETURNING event_id
    )
    SELECT count(*) FROM forgotten
$function$

CREATE OR REPLACE FUNCTION fallow.give_row_to_cancel(account fallow.account_id)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, cohort)
    SELECT
        c.account_id,
        'ACTIVE',
        c.requested_on,
        least(c.requested_on,
            (greatest(coalesce(greatest(a.last_active_at, a.registered_at), c.requested_at), timestamptz '0001-01-02 00:00:00Z') AT TIME ZONE v.zone)::date),
        c.expires_on + 30,
        c.policy_version,
        coalesce(a.cohort, 'unknown')
    FROM fallow.cancellation AS c
    JOIN fallow.policy_version AS v ON v.version = c.policy_version
    CROSS JOIN fallow.read_activity(ARRAY[account]::fallow.account_id[]) AS a
    WHERE c.account_id = account
        AND c.ended_as IS NULL
    ON CONFLICT ON CONSTRAINT account_lifecycle_pk DO NOTHING;
    RETURN FOUND;
END
$function$

CREATE OR REPLACE FUNCTION fallow.guard_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    LOCK TABLE fallow.account_lifecycle IN SHARE MODE;
    IF EXISTS (SELECT FROM fallow.account_lifecycle AS l WHERE l.state = 'RECYCLED') THEN
        RAISE EXCEPTION 'accounts are recycled, and rows of theirs may be in %.%: TRUNCATE refused', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_guard',
                HINT = 'DELETE is refused for rows of recycled accounts only; or attach the guard with refuses => false.';
    END IF;
    RETURN NULL;
END
$function$

CREATE OR REPLACE FUNCTION fallow.guard_truncate_locking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    LOCK TABLE fallow.account_lifecycle IN SHARE MODE;
    RETURN NULL;
END
$function$

CREATE OR REPLACE FUNCTION fallow.guarded_relations(guarded regclass)
 RETURNS TABLE(relation regclass, kind "char", depth integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH RECURSIVE member AS (
        SELECT c.oid, c.relkind, 0 AS depth
        FROM pg_class AS c
        WHERE c.oid = guarded
        UNION ALL
        SELECT c.oid, c.relkind, m.depth + 1
        FROM member AS m
        JOIN pg_inherits AS i ON i.inhparent = m.oid
        JOIN pg_class AS c ON c.oid = i.inhrelid
    )
    SELECT DISTINCT ON (m.oid) m.oid::regclass, m.relkind, m.depth
    FROM member AS m
    ORDER BY m.oid, m.depth
$function$

CREATE OR REPLACE FUNCTION fallow.held_by(account fallow.account_id, at timestamp with time zone, today date)
 RETURNS TABLE(reason text, detail text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
    SELECT coalesce(x.reason, 'UNKNOWN'), x.detail
    FROM fallow.read_exclusions(ARRAY[account]::fallow.account_id[]) AS x
    UNION ALL
    SELECT h.reason, h.detail
    FROM fallow.hold AS h
    WHERE h.account_id = account
        AND h.released_at IS NULL
        AND (h.until IS NULL OR h.until >= today)
    UNION ALL
    SELECT 'BLOCKED', 'blocked: ' || b.reason
    FROM fallow.read_blocks(ARRAY[account]::fallow.account_id[]) AS b
    WHERE (b.since IS NULL OR b.since <= at)
        AND (b.until IS NULL OR b.until > at)
    UNION ALL
    SELECT 'JUDICIAL_FREEZE', coalesce(f.asset, 'ALL') || ' frozen by ' || f.authority
    FROM fallow.read_freezes(ARRAY[account]::fallow.account_id[]) AS f
    UNION ALL
    SELECT 'PROPERTY_WINDOW', NULL
    FROM fallow.property_window AS w
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until > at
$function$

CREATE OR REPLACE FUNCTION fallow.is_evidence(method text, reference text, given_by text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT coalesce(method ~ '^[A-Z][A-Z0-9_]{1,39}$' AND btrim(reference) <> '' AND btrim(given_by) <> '', false) $function$

CREATE OR REPLACE FUNCTION fallow.is_frozen(account fallow.account_id, moved text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$BEGIN RETURN EXISTS (SELECT FROM fallow.account_exclusion AS x WHERE x.account_id = account AND x.reason = 'JUDICIAL_FREEZE'); END$function$

CREATE OR REPLACE FUNCTION fallow.known_blocks()
 RETURNS TABLE(account_id fallow.account_id, since timestamp with time zone, until timestamp with time zone, reason text)
 LANGUAGE sql
 STABLE
AS $function$SELECT NULL::fallow.account_id, NULL::timestamptz, NULL::timestamptz, NULL::text WHERE false$function$

CREATE OR REPLACE FUNCTION fallow.known_freezes()
 RETURNS TABLE(account_id fallow.account_id, asset text, authority text)
 LANGUAGE sql
 STABLE
AS $function$SELECT NULL::fallow.account_id, NULL::text, NULL::text WHERE false$function$

CREATE OR REPLACE FUNCTION fallow.make_decision_partition(day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    month_start date := date_trunc('month', day::timestamp)::date;
    partition_name text := format('decision_%s', to_char(month_start, 'YYYY_MM'));
BEGIN
    IF to_regclass(format('fallow.%I', partition_name)) IS NULL THEN
        -- whoever makes one at the same time waits here, and then finds it made
        LOCK TABLE fallow.decision IN SHARE UPDATE EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE IF NOT EXISTS fallow.%I PARTITION OF fallow.decision FOR VALUES FROM (%L) TO (%L)',
            partition_name, month_start, (month_start + interval '1 month')::date);
    END IF;
END
$function$

CREATE OR REPLACE FUNCTION fallow.may_attempt_unseal(account fallow.account_id, max_attempts integer, within interval, at timestamp with time zone, OUT allowed boolean, OUT until timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    SELECT a.attempted_at + within INTO until
    FROM fallow.unseal_attempt AS a
    WHERE a.account_id = account
        AND a.outcome <> 'TOO_MANY'
        AND a.attempted_at > at - within
    ORDER BY a.attempted_at DESC
    OFFSET max_attempts - 1
    LIMIT 1;
    allowed := until IS NULL;
END
$function$

CREATE OR REPLACE FUNCTION fallow.may_open_window(account fallow.account_id, blocked boolean, at timestamp with time zone, OUT allowed boolean, OUT reason text, OUT until timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    last_until timestamptz;
    reopen text;
    cooldown interval;
BEGIN
    allowed := false;
    IF NOT blocked THEN
        reason := 'NOT_BLOCKED';
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT
        FROM fallow.read_exclusions(ARRAY[account]::fallow.account_id[]) AS x
        WHERE coalesce(x.reason, 'UNKNOWN') NOT IN ('BLOCKED', 'JUDICIAL_FREEZE')
    ) THEN
        reason := 'NO_PROPERTY';
        RETURN;
    END IF;
    SELECT v.window_reopen, v.window_cooldown INTO reopen, cooldown
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    IF reopen IS NULL THEN
        reason := 'NO_POLICY';
        RETURN;
    END IF;
    SELECT max(w.until) INTO last_until FROM fallow.property_window AS w WHERE w.account_id = account;
    IF last_until > at THEN
        reason := 'WINDOW_OPEN';
        until := last_until;
    ELSIF last_until IS NOT NULL AND reopen = 'never' THEN
        reason := 'WINDOW_USED';
    ELSIF last_until IS NOT NULL AND reopen = 'after-cooldown' AND last_until + cooldown > at THEN
        reason := 'COOLDOWN';
        until := last_until + cooldown;
    ELSE
        allowed := true;
        reason := 'BLOCKED';
    END IF;
END
$function$

CREATE OR REPLACE FUNCTION fallow.open_window(account fallow.account_id, device text, evidence text, opened_by text, OUT window_id bigint, OUT until timestamp with time zone)
 RETURNS record
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$SELECT w.window_id, w.until FROM fallow.open_window_at(account, device, evidence, opened_by, statement_timestamp()) AS w$function$

CREATE OR REPLACE FUNCTION fallow.open_window_at(account fallow.account_id, device text, evidence text, opened_by text, at timestamp with time zone, OUT window_id bigint, OUT until timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    answer record;
    policy record;
    already text;
BEGIN
    IF coalesce(btrim(device), '') = '' OR coalesce(btrim(opened_by), '') = '' THEN
        RAISE EXCEPTION 'account %: a window must say who opens it, and from which device that was commonly used', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_window';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR SHARE;
    SELECT p.allowed, p.reason, p.until INTO answer FROM fallow.permits(account, 'OPEN_WINDOW', at) AS p;
    IF NOT answer.allowed THEN
        RAISE EXCEPTION 'account %: no property window can be opened: %', account,
            answer.reason || coalesce(' until ' || to_char(answer.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
    END IF;
    SELECT v.version, v.window_open_for INTO policy
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    UPDATE fallow.property_window AS w
    SET expired_at = at
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until <= at;
    INSERT INTO fallow.property_window AS w (account_id, opened_at, until, policy_version, device, evidence, opened_by)
    VALUES (account, at, at + policy.window_open_for, policy.version, device, evidence, opened_by)
    RETURNING w.window_id, w.until INTO window_id, until;
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS already = CONSTRAINT_NAME;
    IF already <> 'property_window_one_an_account' THEN
        RAISE;
    END IF;
    RAISE EXCEPTION 'account %: no property window can be opened: WINDOW_OPEN', account
        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
END
$function$

CREATE OR REPLACE FUNCTION fallow.permits(account fallow.account_id, operation text, at timestamp with time zone DEFAULT statement_timestamp(), OUT allowed boolean, OUT reason text, OUT until timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    moved text;
    state fallow.state;
    blocked_until timestamptz;
    window_until timestamptz;
    frozen boolean;
    unreadable boolean := false;
BEGIN
    CASE operation
        WHEN 'LOGIN', 'SOCIAL', 'LOAN_REPAYMENT', 'UNSEAL', 'OPEN_WINDOW' THEN
            moved := NULL;
        WHEN 'PAYMENT', 'CHANGE_WITHDRAWAL', 'CHANGE_TRANSFER_OUT' THEN
            moved := 'CHANGE';
        WHEN 'BANK_SAVINGS_TRANSFER_OUT' THEN
            moved := 'BANK_SAVINGS';
        WHEN 'WEALTH_REDEMPTION' THEN
            moved := 'WEALTH';
        ELSE
            RAISE EXCEPTION 'operation % is unknown', coalesce(operation, 'NULL')
                USING ERRCODE = 'invalid_parameter_value', HINT = 'docs/permits.md names them.';
    END CASE;
    allowed := false;
    IF account IS NULL THEN
        reason := 'UNKNOWN_ACCOUNT';
        RETURN;
    END IF;

    SELECT l.state INTO state FROM fallow.account_lifecycle AS l WHERE l.account_id = account;
    BEGIN
        blocked_until := fallow.blocked_until(account, at);
        IF moved IS NOT NULL THEN
            frozen := fallow.is_frozen(account, moved);
        END IF;
    EXCEPTION
        WHEN syntax_error_or_access_rule_violation OR data_exception OR raise_exception THEN
            -- the platform enforces its own blocks and freezes; that Fallow cannot read them must shut no owner out
            RAISE WARNING 'fallow: blocks and freezes cannot be read, and count as none: %', SQLERRM;
            unreadable := true;
            blocked_until := NULL;
            frozen := false;
    END;

    IF state IN ('RECYCLED', 'RELEASED') THEN
        reason := state;
    ELSIF operation = 'UNSEAL' THEN
        allowed := state IS NOT DISTINCT FROM 'PROTECTED';
        reason := coalesce(state, 'ACTIVE');
    ELSIF state = 'PROTECTED' AND operation <> 'LOAN_REPAYMENT' THEN
        reason := 'PROTECTED';
    ELSIF operation = 'OPEN_WINDOW' AND unreadable THEN
        reason := 'CONTRACT_UNREADABLE';
    ELSIF operation = 'OPEN_WINDOW' THEN
        SELECT w.allowed, w.reason, w.until INTO allowed, reason, until
        FROM fallow.may_open_window(account, blocked_until IS NOT NULL, at) AS w;
    ELSE
        reason := CASE WHEN unreadable THEN 'CONTRACT_UNREADABLE' ELSE coalesce(CAST(state AS text), 'ACTIVE') END;
        IF blocked_until IS NOT NULL THEN
            IF operation NOT IN ('LOGIN', 'SOCIAL', 'PAYMENT') THEN
                SELECT w.until INTO window_until
                FROM fallow.property_window AS w
                WHERE w.account_id = account
                    AND w.expired_at IS NULL
                    AND w.opened_at <= at
                    AND w.until > at;
            END IF;
            IF window_until IS NULL THEN
                reason := 'BLOCKED';
                until := nullif(blocked_until, 'infinity');
                RETURN;
            END IF;
            reason := 'WINDOW_OPEN';
            until := window_until;
        END IF;
        IF frozen THEN
            reason := 'FROZEN';
            until := NULL;
            RETURN;
        END IF;
        allowed := true;
    END IF;
END
$function$

CREATE OR REPLACE FUNCTION fallow.read_activity(accounts fallow.account_id[])
 RETURNS TABLE(account_id fallow.account_id, cohort text, registered_at timestamp with time zone, last_active_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    RETURN QUERY
    SELECT a.account_id, a.cohort, a.registered_at, a.last_active_at
    FROM fallow.account_activity AS a
    WHERE a.account_id = ANY (accounts);
END
$function$

CREATE OR REPLACE FUNCTION fallow.read_blocks(accounts fallow.account_id[])
 RETURNS TABLE(account_id fallow.account_id, since timestamp with time zone, until timestamp with time zone, reason text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    RETURN QUERY
    SELECT b.account_id, b.since, b.until, b.reason
    FROM fallow.known_blocks() AS b
    WHERE b.account_id = ANY (accounts);
END
$function$

CREATE OR REPLACE FUNCTION fallow.read_exclusions(accounts fallow.account_id[])
 RETURNS TABLE(account_id fallow.account_id, reason text, detail text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    RETURN QUERY
    SELECT x.account_id, x.reason, x.detail
    FROM fallow.account_exclusion AS x
    WHERE x.account_id = ANY (accounts);
END
$function$

CREATE OR REPLACE FUNCTION fallow.read_freezes(accounts fallow.account_id[])
 RETURNS TABLE(account_id fallow.account_id, asset text, authority text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    RETURN QUERY
    SELECT f.account_id, f.asset, f.authority
    FROM fallow.known_freezes() AS f
    WHERE f.account_id = ANY (accounts);
END
$function$

CREATE OR REPLACE FUNCTION fallow.read_orphans(at_most integer)
 RETURNS TABLE(account_id fallow.account_id, reason text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    RETURN QUERY
    SELECT h.account_id, h.reason
    FROM (
        SELECT x.account_id, x.reason FROM fallow.account_exclusion AS x
        UNION ALL
        SELECT b.account_id, 'BLOCKED' FROM fallow.known_blocks() AS b
        UNION ALL
        SELECT f.account_id, 'JUDICIAL_FREEZE' FROM fallow.known_freezes() AS f
    ) AS h
    WHERE h.account_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM fallow.account_activity AS a WHERE a.account_id = h.account_id)
    LIMIT at_most;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR object_not_in_prerequisite_state THEN
    -- one value that a view cannot compute: nights look beside it
    RETURN QUERY SELECT CAST(NULL AS fallow.account_id), SQLERRM;
END
$function$

CREATE OR REPLACE FUNCTION fallow.reattach_guards()
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    one record;
    attached integer := 0;
BEGIN
    FOR one IN SELECT g.guarded_table, g.key_column, g.refuses FROM fallow.guard AS g ORDER BY g.guarded_table, g.key_column LOOP
        IF to_regclass(one.guarded_table) IS NOT NULL
            AND fallow.why_not_guarded(to_regclass(one.guarded_table), one.key_column, one.refuses) IS NULL
        THEN
            PERFORM fallow.attach_guard(to_regclass(one.guarded_table), one.key_column, one.refuses);
            attached := attached + 1;
        END IF;
    END LOOP;
    RETURN attached;
END
$function$

CREATE OR REPLACE FUNCTION fallow.refuse_change_of_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'fallow', 'pg_temp'
AS $function$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$function$

CREATE OR REPLACE FUNCTION fallow.report_notice(account fallow.account_id, notice_number integer, outcome text, at timestamp with time zone, reference text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$SELECT fallow.report_notice_by(account, notice_number, outcome, at, reference, CAST(session_user AS text))$function$

CREATE OR REPLACE FUNCTION fallow.report_notice_by(account fallow.account_id, notice_number integer, outcome text, at timestamp with time zone, reference text, reported_by text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    notice record;
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('DELIVERED', 'BOUNCED', 'OPENED') THEN
        RAISE EXCEPTION 'account %: outcome % of a notice is none of DELIVERED, BOUNCED, OPENED', account, coalesce(outcome, 'NULL')
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_notice';
    END IF;
    IF at IS NULL OR NOT isfinite(at) OR coalesce(btrim(reference), '') = '' OR coalesce(btrim(reported_by), '') = '' THEN
        RAISE EXCEPTION 'account %: the report of a notice must say when, which message it was, and who reports it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_notice';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR SHARE;
    SELECT n.clear_since, n.issued_on INTO notice
    FROM fallow.notice AS n
    WHERE n.account_id = account
        AND n.number = notice_number
        AND n.issued_on <= CAST(at AT TIME ZONE 'UTC' AS date) + 1
    ORDER BY n.issued_on DESC
    LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no notice % was issued by %', account, coalesce(CAST(notice_number AS text), 'NULL'),
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            USING ERRCODE = 'no_data_found', CONSTRAINT = 'fallow_notice',
                HINT = 'fallow.notice_issued has the notices of each account.';
    END IF;
    INSERT INTO fallow.notice_report AS r (account_id, clear_since, number, issued_on, at, outcome, reference, reported_by)
    VALUES (account, notice.clear_since, notice_number, notice.issued_on, at, outcome, reference, reported_by)
    ON CONFLICT ON CONSTRAINT notice_report_is_told_once DO NOTHING;
    RETURN FOUND;
END
$function$

CREATE OR REPLACE FUNCTION fallow.request_cancellation(account fallow.account_id, method text, reference text, requested_by text, OUT cancellation_id bigint, OUT expires_on date, OUT unsettled text[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    today date;
BEGIN
    SELECT c.cancellation_id, c.requested_on, c.expires_on INTO cancellation_id, today, expires_on
    FROM fallow.request_cancellation_at(account, method, reference, requested_by, statement_timestamp(),
        (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1)) AS c;
    unsettled := ARRAY(
        SELECT DISTINCT h.reason
        FROM fallow.held_by(account, statement_timestamp(), today) AS h
        ORDER BY h.reason
    );
END
$function$

CREATE OR REPLACE FUNCTION fallow.request_cancellation_at(account fallow.account_id, method text, reference text, requested_by text, at timestamp with time zone, under integer, OUT cancellation_id bigint, OUT requested_on date, OUT expires_on date)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    policy record;
    activity record;
    standing fallow.state;
    already text;
BEGIN
    IF NOT fallow.is_evidence(method, reference, requested_by) THEN
        RAISE EXCEPTION 'account %: a request to cancel must say by which method the owner was verified (one word in capitals), under which reference, and by whom', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_cancellation';
    END IF;
    SELECT v.zone, v.cancellation_term INTO policy FROM fallow.policy_version AS v WHERE v.version = under;
    IF policy.zone IS NULL THEN
        RAISE EXCEPTION 'account %: no request to cancel can be taken: NO_POLICY', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    requested_on := (at AT TIME ZONE policy.zone)::date;
    expires_on := (requested_on + policy.cancellation_term)::date;
    SELECT a.cohort INTO activity FROM fallow.read_activity(ARRAY[account]::fallow.account_id[]) AS a;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: it is not on the platform', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    SELECT l.state INTO standing FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    IF standing IN ('RECYCLED', 'RELEASED') THEN
        RAISE EXCEPTION 'account %: it is % already, and cannot be cancelled', account, standing
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    INSERT INTO fallow.cancellation AS c (account_id, requested_on, expires_on, requested_at, policy_version, method, reference, requested_by)
    VALUES (account, request_cancellation_at.requested_on, request_cancellation_at.expires_on, at, under,
        request_cancellation_at.method, request_cancellation_at.reference, request_cancellation_at.requested_by)
    RETURNING c.cancellation_id INTO cancellation_id;
    IF standing IS NULL THEN
        PERFORM fallow.give_row_to_cancel(account);
    END IF;
    INSERT INTO fallow.event (account_id, business_date, effective_on, kind)
    VALUES (account, request_cancellation_at.requested_on, request_cancellation_at.expires_on, 'CANCELLATION_REQUESTED');
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS already = CONSTRAINT_NAME;
    IF already <> 'cancellation_one_an_account' THEN
        RAISE;
    END IF;
    RAISE EXCEPTION 'account %: a request to cancel is pending already', account
        USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
END
$function$

CREATE OR REPLACE FUNCTION fallow.require_fresh_snapshot()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    horizon bigint;
BEGIN
    SELECT last_value INTO horizon FROM fallow.recycling_horizon;
    IF horizon BETWEEN pg_snapshot_xmax(pg_current_snapshot())::text::bigint AND pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'accounts were recycled since this transaction began: its snapshot is too old to write by'
            USING ERRCODE = 'serialization_failure', HINT = 'Try the transaction again.';
    END IF;
END
$function$

CREATE OR REPLACE FUNCTION fallow.revoke_cancellation(account fallow.account_id, revoked_by text)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$SELECT fallow.revoke_cancellation_at(account, revoked_by, statement_timestamp())$function$

CREATE OR REPLACE FUNCTION fallow.revoke_cancellation_at(account fallow.account_id, revoked_by text, at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    revoked record;
BEGIN
    IF coalesce(btrim(revoked_by), '') = '' THEN
        RAISE EXCEPTION 'account %: who revokes a request to cancel must be said', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_cancellation';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
    UPDATE fallow.cancellation AS c
    SET
        ended_as = 'REVOKED',
        ended_on = (at AT TIME ZONE v.zone)::date,
        ended_by = revoked_by
    FROM fallow.policy_version AS v
    WHERE v.version = c.policy_version
        AND c.account_id = account
        AND c.ended_as IS NULL
    RETURNING c.cancellation_id, c.ended_on INTO revoked;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no request to cancel is pending', account
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_cancellation';
    END IF;
    DELETE FROM fallow.account_lifecycle AS l
    WHERE l.account_id = account
        AND l.state = 'ACTIVE'
        AND l.owner_acted_on IS NULL;
    INSERT INTO fallow.event (account_id, business_date, kind) VALUES (account, revoked.ended_on, 'CANCELLATION_REVOKED');
    RETURN revoked.cancellation_id;
END
$function$

CREATE OR REPLACE FUNCTION fallow.unseal(account fallow.account_id, method text, reference text, unsealed_by text, OUT unsealed boolean, OUT reason text, OUT until timestamp with time zone, OUT act_id bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    at timestamptz := statement_timestamp();
    policy record;
    may record;
    standing fallow.state;
    today date;
    act bigint;
BEGIN
    unsealed := false;
    SELECT v.version, v.zone, v.unseal_max_attempts, v.unseal_within INTO policy
    FROM fallow.policy_version AS v
    WHERE v.version = (SELECT r.policy_version FROM fallow.run AS r ORDER BY r.run_id DESC LIMIT 1);
    IF policy.zone IS NULL THEN
        reason := 'NO_POLICY';
        RETURN;
    END IF;
    IF account IS NULL THEN
        reason := 'UNKNOWN_ACCOUNT';
        RETURN;
    END IF;
    today := (at AT TIME ZONE policy.zone)::date;
    BEGIN
        SELECT m.allowed, m.until INTO may
        FROM fallow.may_attempt_unseal(account, policy.unseal_max_attempts, policy.unseal_within, at) AS m;
    EXCEPTION WHEN lock_not_available THEN
        SELECT true AS allowed, NULL::timestamptz AS until INTO may;
        reason := 'IN_USE';
    END;
    IF reason = 'IN_USE' THEN
        NULL; -- whoever holds the account's row has it
    ELSIF NOT may.allowed THEN
        reason := 'TOO_MANY_ATTEMPTS';
        until := may.until;
    ELSIF NOT fallow.is_evidence(method, reference, unsealed_by) THEN
        reason := 'NO_EVIDENCE';
    ELSE
        BEGIN
            SELECT l.state INTO standing FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR UPDATE;
            IF standing IS DISTINCT FROM 'PROTECTED' THEN
                reason := coalesce(standing, 'ACTIVE');
            ELSE
                PERFORM fallow.make_decision_partition(today);
                act := nextval('fallow.act_seq');
                INSERT INTO fallow.platform_act (act_id, business_date) VALUES (act, today);
                UPDATE fallow.account_lifecycle AS l
                SET
                    state = 'ACTIVE',
                    since = today,
                    last_active_on = today,
                    owner_acted_on = today,
                    protected_on = NULL,
                    clear_since = NULL,
                    recycle_on = NULL,
                    last_notice_on = NULL,
                    notices_issued = 0,
                    due_on = today,
                    excluded_for = '{}',
                    policy_version = policy.version
                WHERE l.account_id = account
                    AND l.state = 'PROTECTED';
                INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, act_id, reasons, evidence)
                VALUES (account, today, 'PROTECTED', 'ACTIVE', policy.version, act, '{UNSEALED}',
                    method || ' ' || reference || ' (by ' || unsealed_by || ')');
                INSERT INTO fallow.event (account_id, business_date, effective_on, kind) VALUES (account, today, today, 'UNSEALED');
                PERFORM fallow.apply_unseal(ARRAY[account]::fallow.account_id[]);
                unsealed := true;
                reason := 'UNSEALED';
                act_id := act;
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            reason := 'IN_USE';
        END;
    END IF;
    INSERT INTO fallow.unseal_attempt (account_id, attempted_at, act_id, outcome, why, method, reference, attempted_by)
    VALUES (account, at, unseal.act_id,
        CASE WHEN unsealed THEN 'UNSEALED' WHEN may.allowed THEN 'REFUSED' ELSE 'TOO_MANY' END,
        CASE WHEN NOT unsealed THEN reason END,
        method, reference, unsealed_by);
END
$function$

CREATE OR REPLACE FUNCTION fallow.use_window(account fallow.account_id, operation text, reference text, recorded_by text)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$SELECT fallow.use_window_at(account, operation, reference, recorded_by, statement_timestamp())$function$

CREATE OR REPLACE FUNCTION fallow.use_window_at(account fallow.account_id, operation text, reference text, recorded_by text, at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET row_security TO 'off'
AS $function$
DECLARE
    answer record;
    used bigint;
BEGIN
    IF coalesce(btrim(reference), '') = '' OR coalesce(btrim(recorded_by), '') = '' THEN
        RAISE EXCEPTION 'account %: the use of a window must say what was done, and who records it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_window';
    END IF;
    SELECT p.allowed, p.reason INTO answer FROM fallow.permits(account, operation, at) AS p;
    IF NOT answer.allowed OR answer.reason <> 'WINDOW_OPEN' THEN
        RAISE EXCEPTION 'account %: % is not done through a property window: %', account, operation, answer.reason
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'fallow_window';
    END IF;
    INSERT INTO fallow.window_use AS u (window_id, used_at, operation, reference, recorded_by)
    SELECT w.window_id, at, use_window_at.operation, use_window_at.reference, use_window_at.recorded_by
    FROM fallow.property_window AS w
    WHERE w.account_id = account
        AND w.expired_at IS NULL
        AND w.until > at
    RETURNING u.use_id INTO STRICT used;
    RETURN used;
END
$function$

CREATE OR REPLACE FUNCTION fallow.wake_publishers()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'fallow', 'pg_temp'
 SET row_security TO 'off'
AS $function$
BEGIN
    IF EXISTS (SELECT FROM fallow.consumer WHERE is_followed) THEN
        PERFORM pg_notify('fallow_event', '');
    END IF;
    RETURN NULL;
END
$function$

CREATE OR REPLACE FUNCTION fallow.why_not_guarded(guarded regclass, key_column text, refuses boolean)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
    key record;
    key_type oid := (SELECT t.typbasetype FROM pg_type AS t WHERE t.oid = 'fallow.account_id'::regtype);
    foreign_member regclass;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = guarded
            AND c.relkind IN ('r', 'p')
            AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'fallow')
    ) THEN
        RETURN 'it is no ordinary or partitioned table of the platform: no trigger of ours sees what is written to it';
    END IF;
    SELECT r.relation INTO foreign_member FROM fallow.guarded_relations(guarded) AS r WHERE r.kind NOT IN ('r', 'p') ORDER BY r.relation LIMIT 1;
    IF foreign_member IS NOT NULL THEN
        RETURN format('%s is part of it and a foreign table: no trigger sees what is written to it elsewhere', foreign_member);
    END IF;
    WITH RECURSIVE looked_through AS (
        SELECT a.atttypid AS type, a.attcollation AS collation, a.attgenerated AS generated
        FROM pg_attribute AS a
        WHERE a.attrelid = guarded
            AND a.attname = key_column
            AND a.attnum > 0
            AND NOT a.attisdropped
        UNION ALL
        SELECT t.typbasetype, l.collation, l.generated
        FROM looked_through AS l
        JOIN pg_type AS t ON t.oid = l.type AND t.typtype = 'd'
    )
    SELECT l.type, l.generated, coalesce(c.collisdeterministic, true) AS deterministic
    INTO key
    FROM looked_through AS l
    JOIN pg_type AS t ON t.oid = l.type AND t.typtype <> 'd'
    LEFT JOIN pg_collation AS c ON c.oid = l.collation;
    IF NOT FOUND THEN
        RETURN format('it has no column %s', key_column);
    END IF;
    IF key.generated = 'v' THEN
        RETURN format('column %s is a virtual generated column, and has no value while rows are written', key_column);
    END IF;
    IF NOT key.deterministic THEN
        RETURN format('column %s is of a nondeterministic collation: two keys that differ would be one there, and two accounts to Fallow', key_column);
    END IF;
    IF NOT key.type = ANY (CASE key_type
        WHEN 'bigint'::regtype THEN ARRAY['bigint', 'integer', 'smallint']::regtype[]::oid[]
        WHEN 'uuid'::regtype THEN ARRAY['uuid']::regtype[]::oid[]
        ELSE ARRAY['text', 'character varying', 'character']::regtype[]::oid[]
    END) THEN
        RETURN format('column %s is of type %s, and accounts'' keys are of type %s (fallow.account-id-type): they do not compare by the'
            ' same rules, or by no index', key_column, format_type(key.type, NULL), format_type(key_type, NULL));
    END IF;
    IF refuses AND EXISTS (SELECT FROM pg_subscription_rel AS s JOIN fallow.guarded_relations(guarded) AS r ON r.relation = s.srrelid) THEN
        RETURN 'a subscription writes to it, and a guard that refuses a row would halt all of its replication; attach it with refuses => false,'
            ' and let the publisher''s side refuse';
    END IF;
    RETURN NULL;
END
$function$

CREATE VIEW fallow.account_status (account_id fallow.account_id, state text, since date, last_active_on date, protected_on date, clear_since date, recycle_on date, due_on date, excluded_for text[]);
CREATE VIEW fallow.contract_reads (contract_view text, view oid, reader oid, relation oid, kind "char", relation_name text, column_number smallint);
CREATE VIEW fallow.decision_log (account_id fallow.account_id, business_date date, from_state text, to_state text, reasons text[], policy_version integer, run_id bigint, decided_at timestamp with time zone);
CREATE VIEW fallow.late_arrival (account_id fallow.account_id, cohort text, seq bigint);
CREATE VIEW fallow.notice_due (account_id fallow.account_id, number integer, due_on date, recycle_on date, cohort text);
CREATE VIEW fallow.notice_issued (account_id fallow.account_id, kind text, number integer, issued_on date, recycle_on date, delivery text, counts boolean, cohort text, run_id bigint);
CREATE DOMAIN fallow.account_id AS bigint;
CREATE TYPE fallow.state AS ENUM ('ACTIVE', 'DORMANT', 'PROTECTED', 'RECYCLED', 'RELEASED');
CREATE TYPE fallow.verdict AS ENUM ('WAIT', 'PROTECT', 'WARN', 'RECYCLE', 'RELEASE');
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.account_lifecycle TO fallow_runtime;
GRANT SELECT ON fallow.account_lifecycle TO fallow_auditor;
GRANT SELECT ON fallow.account_status TO fallow_auditor;
GRANT SELECT ON fallow.account_status TO fallow_runtime;
GRANT USAGE ON fallow.act_seq TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.alarm TO fallow_runtime;
GRANT SELECT ON fallow.alarm TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_job_execution TO fallow_runtime;
GRANT SELECT ON fallow.batch_job_execution TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_job_execution_context TO fallow_runtime;
GRANT SELECT ON fallow.batch_job_execution_context TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_job_execution_params TO fallow_runtime;
GRANT SELECT ON fallow.batch_job_execution_params TO fallow_auditor;
GRANT USAGE ON fallow.batch_job_execution_seq TO fallow_runtime;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_job_instance TO fallow_runtime;
GRANT SELECT ON fallow.batch_job_instance TO fallow_auditor;
GRANT USAGE ON fallow.batch_job_instance_seq TO fallow_runtime;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_step_execution TO fallow_runtime;
GRANT SELECT ON fallow.batch_step_execution TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.batch_step_execution_context TO fallow_runtime;
GRANT SELECT ON fallow.batch_step_execution_context TO fallow_auditor;
GRANT USAGE ON fallow.batch_step_execution_seq TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.borrower_notice TO fallow_runtime;
GRANT SELECT ON fallow.borrower_notice TO fallow_auditor;
GRANT SELECT ON fallow.cancellation TO fallow_auditor;
GRANT SELECT ON fallow.cancellation TO fallow_runtime;
GRANT SELECT ON fallow.chain_lock TO fallow_auditor;
GRANT SELECT, UPDATE ON fallow.chain_lock TO fallow_runtime;
GRANT SELECT ON fallow.consumer TO fallow_auditor;
GRANT SELECT ON fallow.consumer TO fallow_runtime;
GRANT SELECT ON fallow.contract_reads TO fallow_auditor;
GRANT SELECT ON fallow.contract_reads TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.decision TO fallow_runtime;
GRANT SELECT ON fallow.decision TO fallow_auditor;
GRANT SELECT ON fallow.decision_log TO fallow_auditor;
GRANT SELECT ON fallow.decision_log TO fallow_runtime;
GRANT USAGE ON fallow.decision_seq TO fallow_runtime;
GRANT SELECT ON fallow.delivery_act TO fallow_auditor;
GRANT SELECT ON fallow.delivery_act TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.erasure TO fallow_runtime;
GRANT SELECT ON fallow.erasure TO fallow_auditor;
GRANT INSERT, SELECT ON fallow.event TO fallow_runtime;
GRANT SELECT ON fallow.event TO fallow_auditor;
GRANT USAGE ON fallow.event_seq TO fallow_runtime;
GRANT INSERT, SELECT, UPDATE ON fallow.firing TO fallow_runtime;
GRANT SELECT ON fallow.firing TO fallow_auditor;
GRANT SELECT ON fallow.guard TO fallow_auditor;
GRANT SELECT ON fallow.guard TO fallow_runtime;
GRANT INSERT, SELECT, UPDATE ON fallow.hold TO fallow_runtime;
GRANT SELECT ON fallow.hold TO fallow_auditor;
GRANT USAGE ON fallow.hold_hold_id_seq TO fallow_runtime;
GRANT SELECT ON fallow.installation TO fallow_auditor;
GRANT SELECT ON fallow.installation TO fallow_runtime;
GRANT SELECT ON fallow.late_arrival TO fallow_auditor;
GRANT SELECT ON fallow.late_arrival TO fallow_runtime;
GRANT SELECT ON fallow.night_lock TO fallow_auditor;
GRANT SELECT, UPDATE ON fallow.night_lock TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.notice TO fallow_runtime;
GRANT SELECT ON fallow.notice TO fallow_auditor;
GRANT SELECT ON fallow.notice_due TO fallow_auditor;
GRANT SELECT ON fallow.notice_due TO fallow_runtime;
GRANT SELECT ON fallow.notice_issued TO fallow_auditor;
GRANT SELECT ON fallow.notice_issued TO fallow_runtime;
GRANT SELECT ON fallow.notice_report TO fallow_auditor;
GRANT SELECT ON fallow.notice_report TO fallow_runtime;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.partition_claim TO fallow_runtime;
GRANT SELECT ON fallow.partition_claim TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, TRUNCATE, UPDATE ON fallow.plan TO fallow_runtime;
GRANT SELECT ON fallow.plan TO fallow_auditor;
GRANT SELECT ON fallow.platform_act TO fallow_auditor;
GRANT SELECT ON fallow.platform_act TO fallow_runtime;
GRANT INSERT, SELECT ON fallow.policy_version TO fallow_runtime;
GRANT SELECT ON fallow.policy_version TO fallow_auditor;
GRANT USAGE ON fallow.policy_version_version_seq TO fallow_runtime;
GRANT SELECT ON fallow.property_window TO fallow_auditor;
GRANT SELECT ON fallow.property_window TO fallow_runtime;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_blob_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_blob_triggers TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_calendars TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_calendars TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_cron_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_cron_triggers TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_fired_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_fired_triggers TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_job_details TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_job_details TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_locks TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_locks TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_paused_trigger_grps TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_paused_trigger_grps TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_scheduler_state TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_scheduler_state TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_simple_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_simple_triggers TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_simprop_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_simprop_triggers TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.qrtz_triggers TO fallow_runtime;
GRANT SELECT ON fallow.qrtz_triggers TO fallow_auditor;
GRANT UPDATE, USAGE ON fallow.recycling_horizon TO fallow_runtime;
GRANT INSERT, SELECT, UPDATE ON fallow.run TO fallow_runtime;
GRANT SELECT ON fallow.run TO fallow_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.run_count TO fallow_runtime;
GRANT SELECT ON fallow.run_count TO fallow_auditor;
GRANT INSERT, SELECT, UPDATE ON fallow.run_lock TO fallow_runtime;
GRANT SELECT ON fallow.run_lock TO fallow_auditor;
GRANT INSERT, SELECT, UPDATE ON fallow.run_progress TO fallow_runtime;
GRANT SELECT ON fallow.run_progress TO fallow_auditor;
GRANT USAGE ON fallow.run_run_id_seq TO fallow_runtime;
GRANT INSERT, SELECT, UPDATE ON fallow.run_source TO fallow_runtime;
GRANT SELECT ON fallow.run_source TO fallow_auditor;
GRANT INSERT, SELECT, UPDATE ON fallow.schedule TO fallow_runtime;
GRANT SELECT ON fallow.schedule TO fallow_auditor;
GRANT INSERT, SELECT ON fallow.seal TO fallow_runtime;
GRANT SELECT ON fallow.seal TO fallow_auditor;
GRANT INSERT, SELECT ON fallow.seal_block TO fallow_runtime;
GRANT SELECT ON fallow.seal_block TO fallow_auditor;
GRANT USAGE ON fallow.seal_seal_id_seq TO fallow_runtime;
GRANT INSERT, SELECT, UPDATE ON fallow.set_aside TO fallow_runtime;
GRANT SELECT ON fallow.set_aside TO fallow_auditor;
GRANT INSERT, SELECT, UPDATE ON fallow.shard_night TO fallow_runtime;
GRANT SELECT ON fallow.shard_night TO fallow_auditor;
GRANT INSERT, SELECT ON fallow.stop_wish TO fallow_runtime;
GRANT SELECT ON fallow.stop_wish TO fallow_auditor;
GRANT SELECT ON fallow.undelivered_event TO fallow_auditor;
GRANT SELECT ON fallow.undelivered_event TO fallow_runtime;
GRANT DELETE, INSERT, SELECT, UPDATE ON fallow.unknown_account TO fallow_runtime;
GRANT SELECT ON fallow.unknown_account TO fallow_auditor;
GRANT INSERT, SELECT ON fallow.unseal_attempt TO fallow_runtime;
GRANT SELECT ON fallow.unseal_attempt TO fallow_auditor;
GRANT SELECT ON fallow.window_use TO fallow_auditor;
GRANT SELECT ON fallow.window_use TO fallow_runtime;
