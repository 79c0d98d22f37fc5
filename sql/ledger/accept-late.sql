-- Lets the late arrivals of a run in, exactly those that it has now. Zero rows: the run is not one that stopped for its inputs.
UPDATE fallow.run AS r
SET
    late_accepted = (
        SELECT count(*)
        FROM fallow.decision AS d
        WHERE d.run_id = r.run_id
            AND d.business_date = r.business_date
            AND d.reasons = '{LATE_ARRIVAL}'
    ),
    late_accepted_by = :by,
    late_accepted_reason = :reason,
    late_accepted_at = now()
WHERE r.run_id = :runId
    AND r.status = 'UNSAFE_INPUTS'
RETURNING late_accepted
