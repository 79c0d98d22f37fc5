-- The ledger: who is not ACTIVE, what was decided about them, what is to be told to whom.

-- The platform's account key. No constraint: a domain check would keep predicates on it from using indexes.
CREATE DOMAIN fallow.account_id AS ${accountIdType};

CREATE TYPE fallow.state AS ENUM ('ACTIVE', 'DORMANT', 'PROTECTED', 'RECYCLED', 'RELEASED');

CREATE TABLE fallow.policy_version (
    version   integer     GENERATED ALWAYS AS IDENTITY,
    digest    text        NOT NULL,
    policy    text        NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT policy_version_pk PRIMARY KEY (version),
    CONSTRAINT policy_version_digest_is_unique UNIQUE (digest)
);

CREATE TABLE fallow.run (
    run_id          bigint      GENERATED ALWAYS AS IDENTITY,
    business_date   date        NOT NULL,
    status          text        NOT NULL,
    token           integer     NOT NULL DEFAULT 1,
    policy_version  integer     NOT NULL,
    full_sweep      boolean     NOT NULL,
    accounts        bigint,
    scanned_under   integer,
    plan_execution  bigint,
    plan_digest     text,
    plan_summary    jsonb,
    approved_execution bigint,
    approved_by     text,
    approved_reason text,
    approved_at     timestamptz,
    started_by      text        NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz,
    protected_count bigint,
    recycled_count  bigint,
    error           text,
    abandoned_by    text,
    report          jsonb,
    CONSTRAINT run_pk PRIMARY KEY (run_id),
    CONSTRAINT run_one_a_business_date UNIQUE (business_date),
    CONSTRAINT run_policy_version_fk FOREIGN KEY (policy_version) REFERENCES fallow.policy_version (version),
    CONSTRAINT run_status_is_known
        CHECK (status IN ('RUNNING', 'STOPPED', 'FAILED', 'UNSAFE_INPUTS', 'AWAITING_APPROVAL', 'COMPLETED', 'ABANDONED')),
    CONSTRAINT run_is_not_approved_by_who_started_it CHECK (lower(btrim(approved_by)) <> lower(btrim(started_by))),
    CONSTRAINT run_approval_says_who_and_why
        CHECK (num_nulls(approved_execution, approved_by, approved_reason, approved_at) IN (0, 4)
            AND btrim(approved_by) <> '' AND btrim(approved_reason) <> ''),
    CONSTRAINT run_completed_has_a_report CHECK (status <> 'COMPLETED' OR report IS NOT NULL)
);

-- Which database session holds the night's lock for the run: every transaction of the night asks whether it still does. A table of
-- its own, as the next one: each transaction holds the run's row in share, and whoever changed that row would have to wait.
CREATE TABLE fallow.run_lock (
    run_id  bigint  NOT NULL,
    token   integer NOT NULL,
    session integer NOT NULL,
    CONSTRAINT run_lock_pk PRIMARY KEY (run_id),
    CONSTRAINT run_lock_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- Who wished that a run stops. The wish is of one token: continuing the run raises it, and so is not stopped by an old wish.
CREATE TABLE fallow.stop_wish (
    run_id    bigint      NOT NULL,
    token     integer     NOT NULL,
    wished_by text        NOT NULL,
    wished_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stop_wish_pk PRIMARY KEY (run_id, token),
    CONSTRAINT stop_wish_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- What the steps count as they go, in the transaction of the rows they count: exact over a crash.
CREATE TABLE fallow.run_count (
    run_id  bigint NOT NULL,
    worker  text   NOT NULL,
    counter text   NOT NULL,
    n       bigint NOT NULL,
    CONSTRAINT run_count_pk PRIMARY KEY (run_id, worker, counter),
    CONSTRAINT run_count_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- How complete and fresh each source was when a run accepted it.
CREATE TABLE fallow.run_source (
    run_id bigint      NOT NULL,
    source text        NOT NULL,
    rows   bigint      NOT NULL,
    newest timestamptz,
    CONSTRAINT run_source_pk PRIMARY KEY (run_id, source),
    CONSTRAINT run_source_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- Sparse: no row means ACTIVE. The bulk tables below have no foreign keys: their checks would cost more than the rows.
CREATE TABLE fallow.account_lifecycle (
    account_id     fallow.account_id NOT NULL,
    state          fallow.state      NOT NULL,
    since          date              NOT NULL,
    last_active_on date              NOT NULL,
    owner_acted_on date,
    protected_on   date,
    clear_since    date,
    recycle_on     date,
    last_notice_on date,
    due_on         date,
    policy_version integer           NOT NULL,
    notices_issued smallint          NOT NULL DEFAULT 0,
    run_id         bigint,
    cohort         text              NOT NULL,
    excluded_for   text[]            NOT NULL DEFAULT '{}',
    CONSTRAINT account_lifecycle_pk PRIMARY KEY (account_id),
    CONSTRAINT lifecycle_is_due_until_released CHECK ((state = 'RELEASED') = (due_on IS NULL)),
    CONSTRAINT lifecycle_protected_says_when CHECK (state <> 'PROTECTED' OR protected_on IS NOT NULL),
    CONSTRAINT lifecycle_unprotected_has_no_protection CHECK (state NOT IN ('ACTIVE', 'DORMANT') OR protected_on IS NULL),
    CONSTRAINT lifecycle_clear_has_no_exclusion CHECK (state <> 'PROTECTED' OR clear_since IS NULL OR excluded_for = '{}'),
    CONSTRAINT lifecycle_recycling_needs_a_clear_account CHECK ((clear_since IS NULL) = (recycle_on IS NULL)),
    CONSTRAINT lifecycle_notices_need_a_clear_account CHECK (notices_issued = 0 OR clear_since IS NOT NULL),
    CONSTRAINT lifecycle_notices_say_when CHECK ((notices_issued = 0) = (last_notice_on IS NULL))
) WITH (fillfactor = 80);

CREATE INDEX account_lifecycle_due_idx ON fallow.account_lifecycle (due_on) WHERE due_on IS NOT NULL;

CREATE SEQUENCE fallow.decision_seq;

-- What people do to accounts outside of runs, one transaction each.
CREATE SEQUENCE fallow.act_seq;

-- Append-only evidence: one row per transition, by a run or by an act. Partitions are monthly, made by fallow.make_decision_partition.
CREATE TABLE fallow.decision (
    seq            bigint            NOT NULL DEFAULT nextval('fallow.decision_seq'),
    account_id     fallow.account_id NOT NULL,
    business_date  date              NOT NULL,
    from_state     fallow.state      NOT NULL,
    to_state       fallow.state,
    policy_version integer           NOT NULL,
    run_id         bigint,
    act_id         bigint,
    decided_at     timestamptz       NOT NULL DEFAULT now(),
    reasons        text[]            NOT NULL,
    evidence       text,
    CONSTRAINT decision_pk PRIMARY KEY (account_id, business_date, seq),
    CONSTRAINT decision_is_of_a_run_or_an_act CHECK ((run_id IS NULL) <> (act_id IS NULL)),
    CONSTRAINT decision_says_why CHECK (reasons <> '{}')
) PARTITION BY RANGE (business_date);

-- Written in run order: a block range says where a run's decisions lie at a thousandth of a btree's cost.
CREATE INDEX decision_run_idx ON fallow.decision USING brin (run_id) WITH (pages_per_range = 32, autosummarize = on);

CREATE INDEX decision_act_idx ON fallow.decision (act_id) WHERE act_id IS NOT NULL;

CREATE SEQUENCE fallow.event_seq;

-- The transactional outbox: written with the transition it tells of. What tells of the schedule has no account.
CREATE TABLE fallow.event (
    event_id      bigint            NOT NULL DEFAULT nextval('fallow.event_seq'),
    account_id    fallow.account_id,
    business_date date              NOT NULL,
    effective_on  date,
    run_id        bigint,
    created_at    timestamptz       NOT NULL DEFAULT now(),
    kind          text              NOT NULL,
    CONSTRAINT event_pk PRIMARY KEY (event_id),
    CONSTRAINT event_kind_is_known CHECK (kind IN (
        'DORMANT',
        'RETURNED',
        'PROTECTED',
        'WARNED',
        'NOTIFIED',
        'RECYCLED',
        'RELEASED',
        'UNSEALED',
        'RESTORED',
        'GONE',
        'CANCELLATION_REQUESTED',
        'CANCELLATION_REVOKED',
        'CANCELLATION_LAPSED',
        'CANCELLED',
        'ERASURE_ASKED',
        'ERASURE_OVERDUE',
        'NIGHT_MISSING',
        'TRIGGER_STUCK',
        'RUN_STALLED',
        'ALARM_CLEARED')),
    CONSTRAINT event_without_account_is_an_alarm
        CHECK ((account_id IS NULL) = (kind IN ('NIGHT_MISSING', 'TRIGGER_STUCK', 'RUN_STALLED', 'ALARM_CLEARED')))
);

CREATE TABLE fallow.notice (
    account_id  fallow.account_id NOT NULL,
    clear_since date              NOT NULL,
    number      smallint          NOT NULL,
    issued_on   date              NOT NULL,
    recycle_on  date              NOT NULL,
    run_id      bigint            NOT NULL,
    CONSTRAINT notice_pk PRIMARY KEY (account_id, clear_since, number),
    CONSTRAINT notice_comes_before_recycling CHECK (issued_on < recycle_on)
);

CREATE INDEX notice_run_idx ON fallow.notice USING brin (run_id) WITH (pages_per_range = 32, autosummarize = on);

CREATE TYPE fallow.verdict AS ENUM ('WAIT', 'PROTECT', 'WARN', 'RECYCLE', 'RELEASE');

-- Tonight's verdicts, decided once and applied by later steps. Emptied when the run completes.
CREATE TABLE fallow.plan (
    run_id         bigint            NOT NULL,
    execution_id   bigint            NOT NULL,
    account_id     fallow.account_id NOT NULL,
    verdict        fallow.verdict    NOT NULL,
    was_due_on     date              NOT NULL,
    last_active_on date              NOT NULL,
    clear_since    date,
    recycle_on     date,
    last_notice_on date,
    due_on         date,
    notices_issued smallint          NOT NULL DEFAULT 0,
    deferred       boolean           NOT NULL DEFAULT false,
    cohort         text              NOT NULL,
    excluded_for   text[]            NOT NULL DEFAULT '{}',
    CONSTRAINT plan_pk PRIMARY KEY (run_id, execution_id, verdict, account_id)
);

-- Poison: accounts whose data a run could not digest, with the error. They stay due.
CREATE TABLE fallow.set_aside (
    run_id       bigint            NOT NULL,
    account_id   fallow.account_id NOT NULL,
    step         text              NOT NULL,
    sqlstate     text,
    error        text              NOT NULL,
    set_aside_at timestamptz       NOT NULL DEFAULT now(),
    CONSTRAINT set_aside_pk PRIMARY KEY (run_id, account_id),
    CONSTRAINT set_aside_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- Placed by an authority or an operator; vetoes recycling and release until it is released or has expired.
CREATE TABLE fallow.hold (
    hold_id     bigint            GENERATED ALWAYS AS IDENTITY,
    account_id  fallow.account_id NOT NULL,
    reason      text              NOT NULL DEFAULT 'LEGAL_HOLD',
    detail      text              NOT NULL,
    placed_by   text              NOT NULL,
    placed_at   timestamptz       NOT NULL DEFAULT now(),
    released_by text,
    released_at timestamptz,
    CONSTRAINT hold_pk PRIMARY KEY (hold_id),
    CONSTRAINT hold_says_who_and_what CHECK (btrim(detail) <> '' AND btrim(placed_by) <> ''),
    CONSTRAINT hold_reason_is_known CHECK (reason IN ('LEGAL_HOLD')),
    CONSTRAINT hold_release_says_who CHECK ((released_at IS NULL) = (released_by IS NULL))
);

CREATE INDEX hold_in_force_idx ON fallow.hold (account_id) WHERE released_at IS NULL;

-- The decisions of a run or an act, digested in order and chained to the seal before: SHA-256 over that one's digest, over what is
-- sealed and when, and over the digests of the blocks.
CREATE TABLE fallow.seal (
    seal_id       bigint      GENERATED ALWAYS AS IDENTITY,
    run_id        bigint,
    act_id        bigint,
    decisions     bigint      NOT NULL,
    sealed_at     timestamptz NOT NULL,
    business_date date        NOT NULL,
    digest        text        NOT NULL,
    previous      text,
    CONSTRAINT seal_pk PRIMARY KEY (seal_id),
    CONSTRAINT seal_one_a_run UNIQUE (run_id),
    CONSTRAINT seal_one_an_act UNIQUE (act_id),
    CONSTRAINT seal_follows_one UNIQUE NULLS NOT DISTINCT (previous),
    CONSTRAINT seal_is_of_a_run_or_an_act CHECK ((run_id IS NULL) <> (act_id IS NULL)),
    CONSTRAINT seal_run_fk FOREIGN KEY (run_id) REFERENCES fallow.run (run_id)
);

-- Up to 1024 consecutive decisions: their digest, and of each four bytes, which tell the one that was changed, removed or added.
CREATE TABLE fallow.seal_block (
    seal_id   bigint  NOT NULL,
    block     integer NOT NULL,
    decisions integer NOT NULL,
    digest    bytea   NOT NULL,
    prints    bytea   NOT NULL,
    CONSTRAINT seal_block_pk PRIMARY KEY (seal_id, block),
    CONSTRAINT seal_block_seal_fk FOREIGN KEY (seal_id) REFERENCES fallow.seal (seal_id),
    CONSTRAINT seal_block_prints_each_decision CHECK (octet_length(prints) = 4 * decisions)
);

-- Digests do not compress.
ALTER TABLE fallow.seal_block ALTER COLUMN prints SET STORAGE EXTERNAL;
