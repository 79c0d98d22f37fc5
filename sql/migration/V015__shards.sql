-- The nights of all shards, kept in the control database: what they would do together is checked against the limits, and what they did is
-- totalled. Each shard's own database stays the authority on its night.
CREATE TABLE fallow.shard_night (
    business_date     date        NOT NULL,
    shard             text        NOT NULL,
    status            text        NOT NULL,
    run_id            bigint,
    accounts          bigint,
    planned_protected bigint,
    planned_recycled  bigint,
    protected_count   bigint,
    recycled_count    bigint,
    report            jsonb,
    problem           text,
    changed_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shard_night_pk PRIMARY KEY (business_date, shard),
    -- EXPECTED: has not been heard of; PLANNED: has counted what it would do; DOWN: did not answer; the others as of fallow.run
    CONSTRAINT shard_night_status_is_known CHECK (status IN
        ('EXPECTED', 'PLANNED', 'DOWN', 'RUNNING', 'STOPPED', 'FAILED', 'UNSAFE_INPUTS', 'AWAITING_APPROVAL', 'COMPLETED', 'ABANDONED')),
    CONSTRAINT shard_night_shard_is_a_name CHECK (shard ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
    CONSTRAINT shard_night_completed_has_a_report CHECK (status <> 'COMPLETED' OR report IS NOT NULL)
);

GRANT SELECT ON fallow.shard_night TO fallow_runtime, fallow_auditor;
GRANT INSERT, UPDATE ON fallow.shard_night TO fallow_runtime;
