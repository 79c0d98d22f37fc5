-- The decisions of a seal whose ordering is KEY, in the order of the key's own type: for texts as this database collates them.
SELECT
    CAST(d.account_id AS text) AS account_id,
    d.business_date,
    record_send(ROW(
        CAST(d.account_id AS text), d.business_date, d.seq, CAST(d.from_state AS text), CAST(d.to_state AS text), d.reasons, d.evidence,
        d.policy_version, d.run_id, d.act_id, d.decided_at
    )) AS content
FROM fallow.decision AS d
WHERE d.run_id = CAST(:run AS bigint)
    OR d.act_id = CAST(:act AS bigint)
ORDER BY d.account_id, d.business_date, d.seq
