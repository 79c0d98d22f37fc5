-- What became of notices: whether they reached the owner (R10), and the notice to borrowers who are blocked (R8).

-- The platform's word on a notice. Sparse: whoever reports nothing has nothing here.
CREATE TABLE fallow.notice_report (
    report_id   bigint            GENERATED ALWAYS AS IDENTITY,
    account_id  fallow.account_id NOT NULL,
    clear_since date              NOT NULL,
    number      smallint          NOT NULL,
    issued_on   date              NOT NULL,
    at          timestamptz       NOT NULL,
    reported_at timestamptz       NOT NULL DEFAULT now(),
    outcome     text              NOT NULL,
    reference   text              NOT NULL,
    reported_by text              NOT NULL DEFAULT session_user,
    CONSTRAINT notice_report_pk PRIMARY KEY (report_id),
    CONSTRAINT notice_report_is_told_once UNIQUE (account_id, clear_since, number, outcome, at, reference),
    CONSTRAINT notice_report_notice_fk FOREIGN KEY (account_id, clear_since, number)
        REFERENCES fallow.notice (account_id, clear_since, number),
    CONSTRAINT notice_report_outcome_is_known CHECK (outcome IN ('DELIVERED', 'BOUNCED', 'OPENED')),
    CONSTRAINT notice_report_says_which_message CHECK (btrim(reference) <> '')
);

CREATE TRIGGER notice_report_is_append_only
    BEFORE UPDATE OR DELETE ON fallow.notice_report
    FOR EACH ROW EXECUTE FUNCTION fallow.refuse_change_of_evidence();

-- A borrower who is locked out is told that repayment and the automatic deduction go on, and which ways are left (R8). One each time
-- that a night finds the two together; recycle_on is the date before which the account cannot be recycled.
CREATE TABLE fallow.borrower_notice (
    account_id fallow.account_id NOT NULL,
    issued_on  date              NOT NULL,
    recycle_on date              NOT NULL,
    run_id     bigint            NOT NULL,
    CONSTRAINT borrower_notice_pk PRIMARY KEY (account_id, issued_on),
    CONSTRAINT borrower_notice_comes_before_recycling CHECK (issued_on < recycle_on)
);

-- Tells what became of a notice: DELIVERED, BOUNCED or OPENED, at which instant, in which message. The same report twice is one. A number
-- is given anew with each countdown: meant is the latest of that number that was out by then, with a day to spare for zones.
-- It waits for the account's lifecycle row as a payment would: recycling has it, or comes after and finds the report. A bounce that comes
-- after the recycling is recorded too: the account is in its quarantine. Returns whether the report is new.
CREATE FUNCTION fallow.report_notice_by(
        account fallow.account_id, notice_number integer, outcome text, at timestamptz, reference text, reported_by text)
    RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    notice record;
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('DELIVERED', 'BOUNCED', 'OPENED') THEN
        RAISE EXCEPTION 'account %: outcome % of a notice is none of DELIVERED, BOUNCED, OPENED', account, coalesce(outcome, 'NULL')
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_notice';
    END IF;
    IF at IS NULL OR NOT isfinite(at) OR coalesce(btrim(reference), '') = '' OR coalesce(btrim(reported_by), '') = '' THEN
        RAISE EXCEPTION 'account %: the report of a notice must say when, which message it was, and who reports it', account
            USING ERRCODE = 'invalid_parameter_value', CONSTRAINT = 'fallow_notice';
    END IF;
    PERFORM FROM fallow.account_lifecycle AS l WHERE l.account_id = account FOR SHARE;
    SELECT n.clear_since, n.issued_on INTO notice
    FROM fallow.notice AS n
    WHERE n.account_id = account
        AND n.number = notice_number
        AND n.issued_on <= CAST(at AT TIME ZONE 'UTC' AS date) + 1
    ORDER BY n.issued_on DESC
    LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account %: no notice % was issued by %', account, coalesce(CAST(notice_number AS text), 'NULL'),
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            USING ERRCODE = 'no_data_found', CONSTRAINT = 'fallow_notice',
                HINT = 'fallow.notice_issued has the notices of each account.';
    END IF;
    INSERT INTO fallow.notice_report AS r (account_id, clear_since, number, issued_on, at, outcome, reference, reported_by)
    VALUES (account, notice.clear_since, notice_number, notice.issued_on, at, outcome, reference, reported_by)
    ON CONFLICT ON CONSTRAINT notice_report_is_told_once DO NOTHING;
    RETURN FOUND;
END
$$;

-- The same for the platform, under the name of its login.
CREATE FUNCTION fallow.report_notice(
        account fallow.account_id, notice_number integer, outcome text, at timestamptz, reference text)
    RETURNS boolean
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS 'SELECT fallow.report_notice_by(account, notice_number, outcome, at, reference, CAST(session_user AS text))';

-- A notice that bounced warned nobody: no account is recycled on a countdown with such a one, except on one that went out after an earlier
-- bounce, before the longer term, to an owner who has not been seen since; or the owner wants it, and need not be warned.
CREATE FUNCTION fallow.check_notices_reached_owner() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = fallow, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM fallow.notice_report AS r
        WHERE r.account_id = NEW.account_id
            AND r.outcome = 'BOUNCED'
            AND r.issued_on >= OLD.clear_since
    ) AND NOT EXISTS (
        SELECT
        FROM fallow.notice_report AS r
        WHERE r.account_id = NEW.account_id
            AND r.outcome = 'BOUNCED'
            AND r.issued_on < OLD.clear_since
            AND r.issued_on > NEW.last_active_on
    ) AND NOT EXISTS (
        SELECT
        FROM cancellation AS c
        WHERE c.account_id = NEW.account_id
            AND c.ended_as IS NULL
            AND NEW.since BETWEEN c.requested_on AND c.expires_on
    ) THEN
        RAISE EXCEPTION 'account %: a notice bounced, and it cannot be recycled on it', NEW.account_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_notices_reached_owner';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER lifecycle_notices_reached_owner
    BEFORE UPDATE ON fallow.account_lifecycle
    FOR EACH ROW WHEN (OLD.state = 'PROTECTED' AND NEW.state = 'RECYCLED')
    EXECUTE FUNCTION fallow.check_notices_reached_owner();

-- Every notice that went out, for who sends it and for who asks. It counts until the account is unsealed, restored, no longer free of
-- property, or warned anew. A bounce is a bounce, whatever else was reported. Of a protection the date is the present one: what stands in
-- the way of recycling may have come since.
CREATE VIEW fallow.notice_issued AS
SELECT
    n.account_id,
    'RECYCLING' AS kind,
    CAST(n.number AS integer) AS number,
    n.issued_on,
    n.recycle_on,
    coalesce(said.delivery, 'UNREPORTED') AS delivery,
    l.clear_since IS NOT DISTINCT FROM n.clear_since AS counts,
    l.cohort,
    n.run_id
FROM fallow.notice AS n
LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = n.account_id
LEFT JOIN LATERAL (
    SELECT
        CASE
            WHEN bool_or(r.outcome = 'BOUNCED') THEN 'BOUNCED'
            WHEN bool_or(r.outcome = 'OPENED') THEN 'OPENED'
            WHEN bool_or(r.outcome = 'DELIVERED') THEN 'DELIVERED'
        END AS delivery
    FROM fallow.notice_report AS r
    WHERE r.account_id = n.account_id
        AND r.clear_since = n.clear_since
        AND r.number = n.number
) AS said ON true
UNION ALL
SELECT
    d.account_id,
    'PROTECTION',
    NULL,
    d.business_date,
    coalesce(l.recycle_on, l.due_on, d.business_date + 1),
    'UNREPORTED',
    coalesce(l.state = 'PROTECTED' AND l.protected_on = d.business_date, false),
    l.cohort,
    d.run_id
FROM fallow.decision AS d
LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = d.account_id
WHERE d.from_state = 'DORMANT'
    AND d.to_state = 'PROTECTED'
UNION ALL
SELECT
    b.account_id,
    'BORROWER_BLOCKED',
    NULL,
    b.issued_on,
    b.recycle_on,
    'UNREPORTED',
    coalesce(l.excluded_for @> '{BLOCKED,MICRO_LOAN}', false),
    l.cohort,
    b.run_id
FROM fallow.borrower_notice AS b
LEFT JOIN fallow.account_lifecycle AS l ON l.account_id = b.account_id;

-- The notice that goes out next to whom, if nothing about the account changes.
CREATE VIEW fallow.notice_due AS
SELECT
    l.account_id,
    CAST(l.notices_issued + 1 AS integer) AS number,
    l.due_on,
    l.recycle_on,
    l.cohort
FROM fallow.account_lifecycle AS l
WHERE l.state = 'PROTECTED'
    AND l.clear_since IS NOT NULL
    AND l.due_on < l.recycle_on;

GRANT SELECT ON fallow.notice_report, fallow.borrower_notice TO fallow_runtime, fallow_auditor;
GRANT SELECT ON fallow.notice_issued, fallow.notice_due TO fallow_runtime, fallow_auditor, fallow_platform;
GRANT INSERT ON fallow.borrower_notice TO fallow_runtime;

REVOKE ALL ON FUNCTION
    fallow.report_notice_by(fallow.account_id, integer, text, timestamptz, text, text),
    fallow.report_notice(fallow.account_id, integer, text, timestamptz, text),
    fallow.check_notices_reached_owner()
    FROM PUBLIC;

GRANT EXECUTE ON FUNCTION fallow.report_notice_by(fallow.account_id, integer, text, timestamptz, text, text) TO fallow_runtime;
GRANT EXECUTE ON FUNCTION fallow.report_notice(fallow.account_id, integer, text, timestamptz, text) TO fallow_platform;
