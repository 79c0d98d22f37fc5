-- Which process works on a partition that was dispatched over the cluster. Quartz moves partitions and may be wrong about a death; whoever
-- takes one over raises its token, and only transactions of that token commit.
CREATE TABLE fallow.partition_claim (
    step_execution_id bigint      NOT NULL,
    token             integer     NOT NULL,
    node              text        NOT NULL,
    claimed_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT partition_claim_pk PRIMARY KEY (step_execution_id),
    CONSTRAINT partition_claim_execution_fk
        FOREIGN KEY (step_execution_id) REFERENCES fallow.batch_step_execution (step_execution_id) ON DELETE CASCADE
);

GRANT SELECT ON fallow.partition_claim TO fallow_runtime, fallow_auditor;
GRANT INSERT, UPDATE, DELETE ON fallow.partition_claim TO fallow_runtime;
