-- Digests of a run's decisions in a span of keys, in the order of keys, a block of 1024 decisions a row. A decision's own digest is
-- over its columns in the wire format, which knows no locale, time zone or quoting; the block's is over its decisions' digests. Of each
-- decision's digest the first four bytes are kept: they tell which one was changed, removed or added.
WITH hashed AS (
    SELECT
        d.account_id,
        d.business_date,
        d.seq,
        sha256(record_send(ROW(
            CAST(d.account_id AS text), d.business_date, d.seq, CAST(d.from_state AS text), CAST(d.to_state AS text), d.reasons, d.evidence,
            d.policy_version, d.run_id, d.act_id, d.decided_at
        ))) AS digest
    FROM fallow.decision AS d
    WHERE d.run_id = :runId
        AND (CAST(:after AS text) IS NULL OR d.account_id > CAST(:after AS fallow.account_id))
        AND (CAST(:upTo AS text) IS NULL OR d.account_id <= CAST(:upTo AS fallow.account_id))
),
numbered AS (
    SELECT row_number() OVER (ORDER BY account_id, business_date, seq) - 1 AS n, digest
    FROM hashed
)
SELECT
    count(*) AS decisions,
    sha256(string_agg(digest, '' ORDER BY n)) AS digest,
    string_agg(substr(digest, 1, 4), '' ORDER BY n) AS prints
FROM numbered
GROUP BY n / 1024
ORDER BY n / 1024
