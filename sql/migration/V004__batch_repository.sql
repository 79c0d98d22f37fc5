-- Spring Batch's job repository, in Fallow's own schema. Names, types and keys are those that Spring Batch 6 expects.

CREATE SEQUENCE fallow.batch_job_instance_seq;
CREATE SEQUENCE fallow.batch_job_execution_seq;
CREATE SEQUENCE fallow.batch_step_execution_seq;

CREATE TABLE fallow.batch_job_instance (
    job_instance_id bigint       NOT NULL,
    version         bigint,
    job_name        varchar(100) NOT NULL,
    job_key         varchar(32)  NOT NULL,
    CONSTRAINT batch_job_instance_pk PRIMARY KEY (job_instance_id),
    CONSTRAINT batch_job_instance_one_a_key UNIQUE (job_name, job_key)
);

CREATE TABLE fallow.batch_job_execution (
    job_execution_id bigint    NOT NULL,
    version          bigint,
    job_instance_id  bigint    NOT NULL,
    create_time      timestamp NOT NULL,
    start_time       timestamp,
    end_time         timestamp,
    status           varchar(10),
    exit_code        varchar(2500),
    exit_message     varchar(2500),
    last_updated     timestamp,
    CONSTRAINT batch_job_execution_pk PRIMARY KEY (job_execution_id),
    CONSTRAINT batch_job_execution_instance_fk FOREIGN KEY (job_instance_id) REFERENCES fallow.batch_job_instance (job_instance_id)
);

-- Concurrent restarts of one instance overlap in Spring Batch itself; this makes all but one of them fail.
CREATE UNIQUE INDEX batch_job_execution_one_live_an_instance
    ON fallow.batch_job_execution (job_instance_id)
    WHERE status IN ('STARTING', 'STARTED', 'STOPPING');

CREATE TABLE fallow.batch_job_execution_params (
    job_execution_id bigint       NOT NULL,
    parameter_name   varchar(100) NOT NULL,
    parameter_type   varchar(100) NOT NULL,
    parameter_value  varchar(2500),
    identifying      char(1)      NOT NULL,
    CONSTRAINT batch_job_execution_params_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution (job_execution_id)
);

CREATE INDEX batch_job_execution_params_idx ON fallow.batch_job_execution_params (job_execution_id);

CREATE TABLE fallow.batch_job_execution_context (
    job_execution_id   bigint        NOT NULL,
    short_context      varchar(2500) NOT NULL,
    serialized_context text,
    CONSTRAINT batch_job_execution_context_pk PRIMARY KEY (job_execution_id),
    CONSTRAINT batch_job_execution_context_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution (job_execution_id)
);

CREATE TABLE fallow.batch_step_execution (
    step_execution_id  bigint       NOT NULL,
    version            bigint       NOT NULL,
    step_name          varchar(100) NOT NULL,
    job_execution_id   bigint       NOT NULL,
    create_time        timestamp    NOT NULL,
    start_time         timestamp,
    end_time           timestamp,
    status             varchar(10),
    commit_count       bigint,
    read_count         bigint,
    filter_count       bigint,
    write_count        bigint,
    read_skip_count    bigint,
    write_skip_count   bigint,
    process_skip_count bigint,
    rollback_count     bigint,
    exit_code          varchar(2500),
    exit_message       varchar(2500),
    last_updated       timestamp,
    CONSTRAINT batch_step_execution_pk PRIMARY KEY (step_execution_id),
    CONSTRAINT batch_step_execution_job_fk FOREIGN KEY (job_execution_id) REFERENCES fallow.batch_job_execution (job_execution_id)
);

CREATE INDEX batch_step_execution_job_idx ON fallow.batch_step_execution (job_execution_id);

CREATE TABLE fallow.batch_step_execution_context (
    step_execution_id  bigint        NOT NULL,
    short_context      varchar(2500) NOT NULL,
    serialized_context text,
    CONSTRAINT batch_step_execution_context_pk PRIMARY KEY (step_execution_id),
    CONSTRAINT batch_step_execution_context_fk FOREIGN KEY (step_execution_id) REFERENCES fallow.batch_step_execution (step_execution_id)
);
