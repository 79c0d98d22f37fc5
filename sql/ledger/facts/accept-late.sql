-- Lets late arrivals in, exactly those that were counted. Zero rows: the run is not one that stopped for its inputs.
UPDATE fallow.run AS r
SET
    late_accepted = :accepted,
    late_accepted_to = :lastSeq,
    late_accepted_by = :by,
    late_accepted_reason = :reason,
    late_accepted_at = now()
WHERE r.run_id = :runId
    AND r.status = 'UNSAFE_INPUTS'
