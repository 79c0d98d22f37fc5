-- How a night by script begins, included by those that make one: the policy as a table, and the run in an open transaction.
-- Needs the variables business_date and script; sets policy_version and run_id.
\if :{?zone}
\else
    \set zone 'Asia/Shanghai'
\endif
\if :{?cohorts}
\else
    \set cohorts '[{"cohort": "standard", "dormant_after": "P180D", "protect_after": "P1Y", "recycle_after": "P3Y", "min_protected": "P45D", "notices": "{P30D, P14D, P7D}", "review_every": "P15D", "quarantine": "P60D"}, {"cohort": "never-used", "dormant_after": "P60D", "protect_after": "P90D", "recycle_after": "P180D", "min_protected": "P30D", "notices": "{P14D, P7D}", "review_every": "P15D", "quarantine": "P60D"}]'
\endif

BEGIN;
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL client_min_messages = warning;

CREATE TEMPORARY TABLE policy ON COMMIT DROP AS
SELECT
    p.cohort, p.dormant_after, p.protect_after, p.recycle_after, p.min_protected, p.notices, p.review_every, p.quarantine,
    CAST(:'business_date' AS date) AS today,
    CAST(CAST(:'business_date' AS date) + p.review_every AS date) AS review_on
FROM json_to_recordset(:'cohorts') AS p (
    cohort text, dormant_after interval, protect_after interval, recycle_after interval, min_protected interval,
    notices interval[], review_every interval, quarantine interval
);
ANALYZE policy;

INSERT INTO fallow.policy_version (digest, policy)
VALUES (md5(:'zone' || :'cohorts'), :'zone' || ' ' || :'cohorts')
ON CONFLICT ON CONSTRAINT policy_version_digest_is_unique DO UPDATE SET digest = excluded.digest
RETURNING version AS policy_version \gset

INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by)
VALUES (:'business_date', 'RUNNING', :policy_version, true, :'script')
RETURNING run_id \gset

SELECT fallow.make_decision_partition(:'business_date') \g /dev/null
