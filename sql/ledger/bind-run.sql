-- COPY takes no parameters: the run is bound to this transaction.
SELECT set_config('fallow.run_id', CAST(:runId AS text), true)
