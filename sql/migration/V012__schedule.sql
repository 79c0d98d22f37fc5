-- Nights that come by themselves: what they come by, which have come, and what is wrong with them.

-- What the nights come by, as the node that started last was told, and whether they are paused. One row.
CREATE TABLE fallow.schedule (
    only_row      boolean     NOT NULL DEFAULT true,
    cron          text        NOT NULL,
    zone          text        NOT NULL,
    policy_zone   text        NOT NULL,
    misfire       text        NOT NULL,
    since         timestamptz NOT NULL,
    set_by        text        NOT NULL,
    paused_at     timestamptz,
    paused_by     text,
    paused_reason text,
    CONSTRAINT schedule_pk PRIMARY KEY (only_row),
    CONSTRAINT schedule_is_one CHECK (only_row),
    CONSTRAINT schedule_misfire_is_known CHECK (misfire IN ('RUN_ONCE', 'SKIP')),
    CONSTRAINT schedule_pause_says_who_and_why CHECK (num_nulls(paused_at, paused_by, paused_reason) IN (0, 3)
        AND btrim(paused_by) <> '' AND btrim(paused_reason) <> '')
);

-- The nights that have come: each time and each business date once, whatever fired them and however often. The business date is fixed
-- here, before anything is run. next_attempt_at is when a node is to take it up; NULL: none is.
CREATE TABLE fallow.firing (
    firing_id       bigint      GENERATED ALWAYS AS IDENTITY,
    scheduled_at    timestamptz NOT NULL,
    business_date   date        NOT NULL,
    cause           text        NOT NULL,
    fired_at        timestamptz NOT NULL DEFAULT now(),
    fired_by        text        NOT NULL,
    node            text,
    attempts        integer     NOT NULL DEFAULT 0,
    failures        integer     NOT NULL DEFAULT 0,
    outcome         text        NOT NULL DEFAULT 'DUE',
    detail          text,
    next_attempt_at timestamptz,
    CONSTRAINT firing_pk PRIMARY KEY (firing_id),
    CONSTRAINT firing_one_a_time UNIQUE (scheduled_at),
    CONSTRAINT firing_one_a_business_date UNIQUE (business_date),
    CONSTRAINT firing_cause_is_known CHECK (cause IN ('SCHEDULE', 'CLOCK_CHANGE', 'OPERATOR')),
    CONSTRAINT firing_outcome_is_known CHECK (outcome IN ('DUE', 'RUNNING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'UNSAFE_INPUTS',
        'STOPPED', 'AWAITING_APPROVAL', 'REFUSED')),
    CONSTRAINT firing_completed_is_not_due CHECK (outcome <> 'COMPLETED' OR next_attempt_at IS NULL)
);

CREATE INDEX firing_open_idx ON fallow.firing (business_date) WHERE outcome <> 'COMPLETED';

-- Since when a run has committed what it has committed: seen by the watchdogs of all nodes.
CREATE TABLE fallow.run_progress (
    run_id      bigint      NOT NULL,
    fingerprint text        NOT NULL,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT run_progress_pk PRIMARY KEY (run_id),
    CONSTRAINT run_progress_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- What is or was wrong; one row a cause while it lasts, however many nodes see it. The events tell of it being raised and cleared.
CREATE TABLE fallow.alarm (
    alarm_id         bigint      GENERATED ALWAYS AS IDENTITY,
    kind             text        NOT NULL,
    subject          text        NOT NULL,
    business_date    date        NOT NULL,
    detail           text        NOT NULL,
    raised_at        timestamptz NOT NULL,
    raised_by        text        NOT NULL,
    raised_event_id  bigint      NOT NULL,
    cleared_at       timestamptz,
    cleared_event_id bigint,
    CONSTRAINT alarm_pk PRIMARY KEY (alarm_id),
    CONSTRAINT alarm_kind_is_known CHECK (kind IN ('NIGHT_MISSING', 'TRIGGER_STUCK', 'RUN_STALLED')),
    CONSTRAINT alarm_cleared_has_an_event CHECK ((cleared_at IS NULL) = (cleared_event_id IS NULL))
);

CREATE UNIQUE INDEX alarm_one_a_cause ON fallow.alarm (kind, subject) WHERE cleared_at IS NULL;

GRANT SELECT ON fallow.schedule, fallow.firing, fallow.run_progress, fallow.alarm TO fallow_runtime, fallow_auditor;
GRANT INSERT, UPDATE ON fallow.schedule, fallow.firing, fallow.run_progress TO fallow_runtime;
GRANT INSERT ON fallow.alarm TO fallow_runtime;
GRANT UPDATE (cleared_at, cleared_event_id) ON fallow.alarm TO fallow_runtime;
