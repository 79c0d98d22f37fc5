COPY (
    SELECT
        d.account_id,
        d.business_date,
        d.seq,
        d.from_state,
        d.to_state,
        d.reasons,
        d.evidence,
        d.policy_version,
        d.run_id,
        extract(epoch FROM d.decided_at)
    FROM fallow.decision AS d
    WHERE d.run_id = CAST(current_setting('fallow.run_id') AS bigint)
    ORDER BY d.account_id, d.business_date, d.seq
) TO STDOUT
