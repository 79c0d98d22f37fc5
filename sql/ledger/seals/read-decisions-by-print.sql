-- The decisions of a seal, each beside the place that its print has in the seal's blocks: for a seal whose order this database no longer
-- has. A place whose decision is not found comes without one, a decision whose print was not sealed comes last, without a place. The same
-- print may be had by two: each of their places then comes with each of them.
WITH block AS (
    SELECT b.block, b.decisions, b.prints || '' AS prints -- unpacked once a block, not once a decision
    FROM fallow.seal_block AS b
    WHERE b.seal_id = :sealId
    OFFSET 0
),
place AS (
    SELECT b.block, i.place, substr(b.prints, 4 * i.place + 1, 4) AS print
    FROM block AS b
    CROSS JOIN LATERAL generate_series(0, b.decisions - 1) AS i (place)
),
found AS (
    SELECT
        CAST(d.account_id AS text) AS account_id,
        d.business_date,
        d.seq,
        record_send(ROW(
            CAST(d.account_id AS text), d.business_date, d.seq, CAST(d.from_state AS text), CAST(d.to_state AS text), d.reasons, d.evidence,
            d.policy_version, d.run_id, d.act_id, d.decided_at
        )) AS content
    FROM fallow.decision AS d
    WHERE d.run_id = CAST(:run AS bigint)
        OR d.act_id = CAST(:act AS bigint)
),
printed AS (
    SELECT f.account_id, f.business_date, f.seq, f.content, substr(sha256(f.content), 1, 4) AS print
    FROM found AS f
)
SELECT p.block, p.place, d.account_id, d.business_date, d.content
FROM place AS p
FULL JOIN printed AS d ON d.print = p.print
ORDER BY p.block NULLS LAST, p.place, d.account_id COLLATE "C", d.business_date, d.seq
