-- A publication FOR ALL TABLES lets nobody update or delete in a table without a key: every table of ours has one.
ALTER TABLE fallow.batch_job_execution_params
    ADD CONSTRAINT batch_job_execution_params_pk PRIMARY KEY (job_execution_id, parameter_name);

DROP INDEX fallow.batch_job_execution_params_idx;
