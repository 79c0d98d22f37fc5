-- Digests of a run's decisions in a span of keys, in the order of the keys' bytes, a block of 1024 decisions a row. A decision's own digest
-- is over its columns in the wire format, which knows no locale, time zone or quoting, and has texts in the client's encoding: prepare-reading
-- sets it. The block's is over its decisions' digests. Of each decision's digest the first four bytes are kept: they tell which one was
-- changed, removed or added.
WITH hashed AS (
    SELECT
        CAST(d.account_id AS text) COLLATE "C" AS key,
        d.business_date,
        d.seq,
        sha256(record_send(ROW(
            CAST(d.account_id AS text), d.business_date, d.seq, CAST(d.from_state AS text), CAST(d.to_state AS text), d.reasons, d.evidence,
            d.policy_version, d.run_id, d.act_id, d.decided_at
        ))) AS digest
    FROM fallow.decision AS d
    WHERE d.run_id = :runId
        AND (CAST(:after AS text) IS NULL OR CAST(d.account_id AS text) COLLATE "C" > CAST(:after AS text))
        AND (CAST(:upTo AS text) IS NULL OR CAST(d.account_id AS text) COLLATE "C" <= CAST(:upTo AS text))
),
numbered AS (
    SELECT row_number() OVER (ORDER BY key, business_date, seq) - 1 AS n, digest
    FROM hashed
)
SELECT
    count(*) AS decisions,
    sha256(string_agg(digest, '' ORDER BY n)) AS digest,
    string_agg(substr(digest, 1, 4), '' ORDER BY n) AS prints
FROM numbered
GROUP BY n / 1024
ORDER BY n / 1024
