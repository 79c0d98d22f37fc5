-- The platform is told what to erase of accounts that were just RELEASED, and on what legal basis.
WITH asked AS (
    INSERT INTO fallow.erasure (account_id, asked_on, remind_on, run_id, fields, legal_basis)
    SELECT k.account_id, :businessDate, :remindOn, :runId, CAST(:fields AS text[]), :legalBasis
    FROM unnest(CAST(:ids AS fallow.account_id[])) AS k (account_id)
    RETURNING account_id, remind_on, fields, legal_basis
),
told AS (
    INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind, detail)
    SELECT account_id, :businessDate, remind_on, :runId, 'ERASURE_ASKED', jsonb_build_object('erase', fields, 'legalBasis', legal_basis)
    FROM asked
    ORDER BY account_id
)
SELECT count(*) FROM asked
