-- An account that a full sweep finds idle since before the last full sweep was not idle then: its activity was set back, or it was imported.

-- Accounts that a full sweep could not decide about, for want of a date or a cohort, and when: they are not among the late.
CREATE TABLE fallow.unknown_account (
    account_id fallow.account_id NOT NULL,
    seen_on    date              NOT NULL,
    CONSTRAINT unknown_account_pk PRIMARY KEY (account_id)
);

GRANT SELECT ON fallow.unknown_account TO fallow_runtime, fallow_auditor;
GRANT INSERT, UPDATE, DELETE ON fallow.unknown_account TO fallow_runtime;

-- Who let late arrivals in at a run, how many, and up to which decision: later ones are not among them.
ALTER TABLE fallow.run
    ADD COLUMN late_accepted        bigint,
    ADD COLUMN late_accepted_to     bigint,
    ADD COLUMN late_accepted_by     text,
    ADD COLUMN late_accepted_reason text,
    ADD COLUMN late_accepted_at     timestamptz,
    ADD CONSTRAINT run_late_is_not_accepted_by_who_started_it CHECK (lower(btrim(late_accepted_by)) <> lower(btrim(started_by))),
    ADD CONSTRAINT run_late_acceptance_says_who_and_why
        CHECK (num_nulls(late_accepted, late_accepted_to, late_accepted_by, late_accepted_reason, late_accepted_at) IN (0, 5)
            AND btrim(late_accepted_by) <> '' AND btrim(late_accepted_reason) <> '');

-- Late arrivals that nobody has let in and no completed night has counted: of the night at work, and of those abandoned before it.
CREATE VIEW fallow.late_arrival AS
SELECT d.account_id, l.cohort, max(d.seq) AS seq
FROM fallow.run AS r
JOIN fallow.decision AS d
    ON d.run_id = r.run_id
    AND d.business_date = r.business_date
JOIN fallow.account_lifecycle AS l
    ON l.account_id = d.account_id
    AND l.state = 'DORMANT'
WHERE r.run_id > coalesce((SELECT max(c.run_id) FROM fallow.run AS c WHERE c.status = 'COMPLETED'), 0)
    AND d.reasons = '{LATE_ARRIVAL}'
    AND d.seq > coalesce((SELECT max(a.late_accepted_to) FROM fallow.run AS a), 0)
GROUP BY d.account_id, l.cohort;

GRANT SELECT ON fallow.late_arrival TO fallow_runtime, fallow_auditor;
